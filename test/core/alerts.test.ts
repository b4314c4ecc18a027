import { describe, expect, it } from 'vitest'
import type { Alert } from '../../src/core/alerts.ts'
import { addMinutes } from '../../src/core/time.ts'
import type { Fact } from '../support/facts.ts'
import {
  certified,
  enrolled,
  lotHeld,
  lotReceived,
  lotReleased,
  minutesLater,
  ordered,
  prepared,
  ready,
  stocked,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { excursionsDisposed, importing, logFrom } from '../support/loggers.ts'
import { type Person, people, type Trial } from '../support/trial.ts'

const days = (count: number) => minutesLater(count * 24 * 60)
const of = (trial: Trial, person: Person) => trial.value(person, { type: 'Today' }).alerts
const kinds = (trial: Trial, person: Person) => of(trial, person).map(({ kind }) => kind)
const count = (lotNumber: string): Fact => {
  return (trial) => {
    const { lotId, parts } = trial.lot(lotNumber)
    trial.act('qamar', { type: 'CountLot', lotId, countedVials: parts.on_shelf, explanation: '' })
  }
}

describe('alerts on Today', () => {
  it('say nothing while nothing is wrong', () => {
    const { trial } = under({ alerts: { fewSpareDoses: 0 } }, ready)
    for (const person of Object.keys(people) as Person[]) expect(of(trial, person), person).toEqual([])
  })

  it('Q2 tell the pharmacist of an open excursion until QA has decided, as QA’s own task does; nobody else', () => {
    const open = given(ready, (trial) => {
      trial.wait(60)
      const from = addMinutes(trial.now, -30)
      trial.act('qamar', importing, { log: logFrom(from, [-78, -40, -78]) })
    })
    const lots = ['EX-1', 'PL-1'].map((lotNumber) => open.trial.lot(lotNumber).lotId)
    expect(of(open.trial, 'ana').filter(({ kind }) => kind === 'excursion_open')).toMatchObject(
      lots.map((about) => ({ about })),
    )
    const waits = open.trial.value('qamar', { type: 'Today' }).tasks.filter(({ kind }) => kind === 'dispose_excursion')
    expect(waits.map(({ about }) => about)).toEqual(lots)
    for (const person of Object.keys(people) as Person[])
      if (people[person] !== 'pharmacist') expect(kinds(open.trial, person), person).not.toContain('excursion_open')
    excursionsDisposed()(open.trial)
    expect(kinds(open.trial, 'ana')).not.toContain('excursion_open')
  })

  it('Q4 name a lot whose certificate is missing, incomplete or outside its limits, to pharmacist and QA', () => {
    for (const person of ['ana', 'qamar'] as const) {
      expect(kinds(given(lotReceived()).trial, person)).toEqual(['certificate_none'])
      expect(kinds(given(lotReceived(), certified('EX-1', { endotoxin: '0.6' })).trial, person)).toEqual([
        'certificate_fails',
      ])
      expect(kinds(given(lotReceived(), certified()).trial, person)).toEqual([])
    }
  })

  it('Q4 say to the pharmacist where no tests are stated', () => {
    const { trial } = under({ certificates: { B: [] } }, ready)
    expect(of(trial, 'ana')).toEqual([{ kind: 'tests_unstated', about: 'B' }])
    expect(of(trial, 'qamar')).toEqual([])
  })

  it('Q1 announce a lot so many days before it expires, and say when it has', () => {
    const lot = lotReleased({ expiresOn: '2026-03-31' })
    expect(kinds(under({ alerts: { expiryDays: 29 } }, lot).trial, 'qamar')).toEqual([])
    expect(of(under({ alerts: { expiryDays: 30 } }, lot).trial, 'qamar')).toMatchObject([
      { kind: 'lot_expires', lotNumber: 'EX-1', on: '2026-03-31' },
    ])
    expect(kinds(under({ alerts: { countEveryDays: 365 } }, lot, days(31)).trial, 'qamar')).toContain('lot_expired')
  })

  it('A11 tell QA, and nobody else, which shelf is due to be counted, by the last count of each lot', () => {
    const { trial } = under({ alerts: { countEveryDays: 10 } }, stocked(), days(9))
    expect(kinds(trial, 'qamar')).toEqual([])
    days(1)(trial)
    expect(of(trial, 'qamar').map((alert) => ('lotNumber' in alert ? alert.lotNumber : ''))).toEqual(['EX-1', 'PL-1'])
    expect(kinds(trial, 'ana')).toEqual([])
    count('EX-1')(trial)
    expect(of(trial, 'qamar')).toMatchObject([{ kind: 'count_due', lotNumber: 'PL-1', on: '2026-03-11' }])
  })

  it('say by product how few doses the stock gives, whole doses of each released lot', () => {
    const { trial } = under({ alerts: { fewDoses: 3 }, dose: { vialsPerDose: 2 } }, stocked(5))
    expect(of(trial, 'ana')).toEqual([
      { kind: 'stock_few', about: 'A', doses: 2 },
      { kind: 'stock_few', about: 'B', doses: 2 },
    ])
    expect(of(trial, 'qamar')).toEqual(of(trial, 'ana'))
    expect(kinds(given(stocked(5), lotHeld()).trial, 'qamar')).toEqual(['stock_few'])
  })

  it('B12 B13 never hang on a draw that is not stated: both arms’ doses move them alike', () => {
    // Participant 1 is on arm A and 2 on arm B.
    const withDoseOf = (number: number) =>
      under({ alerts: { fewDoses: 5 } }, ready, enrolled(2), ordered(number), prepared(number)).trial
    for (const person of ['qamar', 'ana', 'iman', 'taha'] as const)
      expect(of(withDoseOf(2), person)).toEqual(of(withDoseOf(1), person))
    expect(of(withDoseOf(1), 'qamar')).toEqual([
      { kind: 'stock_few', about: 'A', doses: 4 },
      { kind: 'stock_few', about: 'B', doses: 4 },
    ])
  })

  it('B1 tell blinded people of spare doses alone, and only those who order', () => {
    const { trial } = under({ alerts: { fewSpareDoses: 3 } }, ready, lotReceived({ lotNumber: 'EX-2' }), days(200))
    const neutral: readonly Alert[] = [{ kind: 'spare_few', about: '', doses: 2 }]
    expect(of(trial, 'iman')).toEqual(neutral)
    expect(of(trial, 'dana')).toEqual(neutral)
    for (const person of Object.keys(people) as Person[]) {
      if (['pharmacist', 'qa', 'pi', 'deputy_pi'].includes(people[person])) continue
      expect(of(trial, person), person).toEqual([])
    }
  })
})
