import { describe, expect, it } from 'vitest'
import { spareDoses } from '../../src/core/registry/book.ts'
import { addMinutes } from '../../src/core/time.ts'
import {
  certificateFor,
  certified,
  drilled,
  enrolled,
  handedOver,
  handOver,
  labelled,
  listSealed,
  lotHeld,
  lotReceived,
  noticeAnswered,
  openNotice,
  ordered,
  outcome,
  prepared,
  ready,
  stocked,
  usualArms,
  verified,
} from '../support/facts.ts'
import { given } from '../support/given.ts'
import { excursionsDisposed, importing, logFrom, loggerImported, openExcursions } from '../support/loggers.ts'
import { type Person, Trial } from '../support/trial.ts'

const assessment = 'Stable at room temperature for a day.'
const dispose = (trial: Trial, decision: 'usable' | 'rejected' = 'usable') =>
  ({ type: 'DisposeExcursion', excursionId: openExcursions(trial)[0] ?? '', decision, assessment }) as const
const warm = [-78, -50, -40, -78]
const states = (trial: Trial) => ['EX-1', 'PL-1'].map((lotNumber) => trial.lot(lotNumber).state)
const warmFrom = (trial: Trial, differs = {}) => ({ log: logFrom(addMinutes(trial.now, -30), warm, differs) })

describe('an excursion in a logger file', () => {
  it.each(['ana', 'qamar'] as const)(
    'Q2 A15 holds every lot that lay there and stops what is prepared by a neutral notice, in one entry, imported by %s',
    (person) => {
      const { trial, when } = given(ready)
      trial.wait(60)
      const after = when(person, importing, warmFrom(trial)).accepts({
        stock: ['TemperaturesImported', 'ExcursionFound', 'ExcursionFound'],
        registry: ['NoticeRaised', 'SupplyStated'],
      })
      expect(states(after)).toEqual(['held', 'held'])
      expect(after.books.registry.openNoticeCount).toBe(1)
      expect(after.lot('EX-1').movements.at(-1)).toMatchObject({ what: 'excursion_found', note: 'Freezer 1', vials: 0 })
    },
  )

  it('Q2 touches nothing where all readings are inside, and raises no notice', () => {
    const { trial, when } = given(ready)
    trial.wait(60)
    const log = logFrom(addMinutes(trial.now, -30), [-78, -60, -90, -78])
    when('ana', importing, { log }).accepts({ stock: ['TemperaturesImported'] })
  })

  it('Q6 counts as minutes out of storage for every vial that lay there, and for none that was carried away before', () => {
    const { trial } = given(stocked())
    const { lotId } = trial.lot('PL-1')
    const away = { type: 'TransferVials', from: 'Freezer 1', vialCodes: 'all', storagePlace: 'Freezer 2' } as const
    trial.act('ana', { ...away, lotId, minutesOut: 3, thawed: false, reason: 'defrosting' })
    loggerImported('warm')(trial)
    const minutesOf = (lotNumber: string) =>
      trial.lot(lotNumber).vialCodes.map((vialCode) => trial.books.stock.vials.get(vialCode)?.minutesOut)
    expect(new Set(minutesOf('EX-1'))).toEqual(new Set([10]))
    expect(new Set(minutesOf('PL-1'))).toEqual(new Set([3]))
  })

  it('Q6 of cold is kept beside the minutes out of storage, for every vial that lay there, and is no time out of it', () => {
    const { trial, when } = given(stocked(), loggerImported('freezing'), excursionsDisposed())
    for (const lotNumber of ['EX-1', 'PL-1'])
      for (const vialCode of trial.lot(lotNumber).vialCodes)
        expect(trial.value('qamar', { type: 'Vial', vialCode })).toMatchObject({ minutesCold: 10, minutesOut: 0 })
    // A limit of minutes out of storage that no warmth could keep leaves every one of them for a dose.
    const settings = { ...trial.settings, dose: { ...trial.settings.dose, outMinutesAllowed: 1 } }
    when('ana', { type: 'ChangeSettings', settings, reason: 'the protocol was amended' }).leads((after) =>
      expect(spareDoses(after.books.registry)).toBe(2),
    )
  })

  it('Q6 of warmth and of cold add up on their own sides', () => {
    const { trial } = given(stocked(), loggerImported('freezing'), loggerImported('warm'))
    const [vialCode = ''] = trial.lot('EX-1').vialCodes
    expect(trial.value('ana', { type: 'Vial', vialCode })).toMatchObject({ minutesCold: 10, minutesOut: 10 })
  })

  it('Q1 Q6 leaves no vial for a dose that was too warm for longer than the protocol lets it be', () => {
    const { trial, when } = given(stocked(), loggerImported('warm'), excursionsDisposed())
    const within = (outMinutesAllowed: number) => ({
      type: 'ChangeSettings' as const,
      settings: { ...trial.settings, dose: { ...trial.settings.dose, outMinutesAllowed } },
      reason: 'the protocol was amended',
    })
    when('ana', within(10)).leads((after) => expect(spareDoses(after.books.registry)).toBe(2))
    when('ana', within(9)).leads((after) => expect(spareDoses(after.books.registry)).toBe(-3))
  })

  it('Q2 keeps a quarantined lot from being released, without a notice: nothing was made from it', () => {
    const { trial, when } = given(lotReceived(), certified(), loggerImported('warm'))
    expect(trial.lot('EX-1').state).toBe('quarantined')
    expect(trial.books.registry.openNoticeCount).toBe(0)
    const { lotId } = trial.lot('EX-1')
    const release = { type: 'ReleaseLot', lotId, certificate: 'CoA 1' } as const
    when('qamar', release).refuses('excursion_open', 'lotId')
    excursionsDisposed()(trial)
    when('qamar', release).accepts({ stock: ['LotReleased'], registry: ['SupplyStated'] })
  })

  it('Q2 is lifted by QA’s signed disposition and by nothing else', () => {
    const { trial, when } = given(ready, loggerImported('warm'))
    const { lotId } = trial.lot('EX-1')
    when('qamar', { type: 'LiftHold', lotId, reason: 'in range' }).refuses('excursion_open', 'lotId')
    for (const person of ['ana', 'cyrus', 'iman', 'adel', 'ursa'] as const)
      when(person, dispose(trial)).refuses('role_may_not')
    const freed = { stock: ['ExcursionDisposed'], registry: ['SupplyStated'] }
    when('qamar', dispose(trial)).accepts(freed)
    expect(states(trial)).toEqual(['released', 'held'])
    when('qamar', dispose(trial)).accepts(freed)
    expect(states(trial)).toEqual(['released', 'released'])
  })

  it('Q2 Q4 A14 frees no lot whose certificate was corrected meanwhile and fails', () => {
    const { trial, when } = given(ready, loggerImported('warm'))
    const correct = (results: object) =>
      trial.act('qamar', { ...certificateFor(trial, 'EX-1', 'CoA 1', results), reason: 'misread' })
    correct({ endotoxin: '9' })
    when('qamar', dispose(trial)).refuses('certificate_tests_fail', 'excursionId')
    correct({})
    when('qamar', dispose(trial)).accepts({ stock: ['ExcursionDisposed'], registry: ['SupplyStated'] })
  })

  it('Q2 is disposed of once', () => {
    const { trial, when } = given(ready, loggerImported('warm'))
    const first = dispose(trial)
    when('qamar', first).accepts({ stock: ['ExcursionDisposed'], registry: ['SupplyStated'] })
    when('qamar', first).refuses('excursion_disposed', 'excursionId')
    when('qamar', { ...first, excursionId: 'nothing' }).refuses('excursion_unknown', 'excursionId')
  })

  it('Q2 P16 ends with the rejection of the lot, where QA decides so', () => {
    const { trial, when } = given(ready, loggerImported('warm'))
    when('qamar', dispose(trial, 'rejected')).accepts({ stock: ['ExcursionDisposed', 'LotRejected'] })
    expect(trial.lot('EX-1')).toMatchObject({ state: 'rejected', openExcursions: [] })
    // A rejected lot is touched by no excursion any more.
    loggerImported('warm')(trial)
    expect(trial.lot('EX-1').openExcursions).toEqual([])
    expect(trial.lot('PL-1').openExcursions).toHaveLength(2)
  })

  it('Q2 is answered by a rejection of the lot for whatever reason', () => {
    const { trial, when } = given(ready, loggerImported('warm'))
    const { lotId } = trial.lot('EX-1')
    when('qamar', { type: 'RejectLot', lotId, reason: 'leaking' }).accepts({ stock: ['LotRejected'] })
    expect(trial.lot('EX-1').openExcursions).toEqual([])
    expect(openExcursions(trial)).toHaveLength(1)
  })

  it('Q2 does not lift a hold that QA had placed for another reason', () => {
    const { trial, when } = given(ready, lotHeld(), loggerImported('warm'), excursionsDisposed())
    expect(states(trial)).toEqual(['held', 'released'])
    const { lotId } = trial.lot('EX-1')
    when('qamar', { type: 'LiftHold', lotId, reason: 'in range' }).accepts({
      stock: ['LotHoldLifted'],
      registry: ['SupplyStated'],
    })
  })

  it('Q2 a lot with two excursions waits for both dispositions', () => {
    const { trial } = given(ready, loggerImported('warm'), loggerImported('freezing'))
    expect(trial.lot('EX-1').openExcursions).toHaveLength(2)
    for (let one = 0; one < 2; one++) trial.act('qamar', dispose(trial))
    expect(states(trial)).toEqual(['held', 'held'])
    excursionsDisposed()(trial)
    expect(states(trial)).toEqual(['released', 'released'])
  })

  it('A15 a dose that was handed over before is given only after the notice was answered, and that not while a lot waits', () => {
    const { trial, when } = given(ready, enrolled(), ordered(1), handedOver(1), loggerImported('warm'))
    const administer = () => outcome(trial, 'administered', 1)
    when('taha', administer()).refuses('notice_open')
    const noticeId = openNotice(trial)
    when('ana', { type: 'AnswerNotice', noticeId, answer: 'may_be_given' }).refuses('lot_still_held', 'answer')
    excursionsDisposed()(trial)
    noticeAnswered('may_be_given')(trial)
    when('taha', administer()).accepts({ clinic: ['OutcomeRecorded'] })
  })

  it.each([1, 2])('A15 the same entry stops the dose of number %i: one of either arm', (number) => {
    const { trial, when } = given(
      ready,
      enrolled(2),
      ordered(number),
      prepared(number),
      labelled(number),
      verified(number),
      loggerImported('warm'),
    )
    expect(trial.arm(number)).toBe(usualArms[number - 1])
    when('ana', handOver(trial, number)).refuses('notice_open')
  })
})

describe('who lay there', () => {
  it('Q2 a lot that came afterwards is not touched', () => {
    const { trial, when } = given(stocked())
    const log = logFrom(addMinutes(trial.now, -300), warm)
    when('ana', importing, { log }).accepts({ stock: ['TemperaturesImported'] })
  })

  it('Q2 a vial counts from the minute it was there', () => {
    const from = new Trial().now
    const { trial } = given((one) => one.wait(7) && undefined, lotReceived())
    trial.wait(60)
    // Warm from five to fifteen minutes past the first reading; the lot came at seven.
    trial.act('ana', importing, { log: logFrom(from, warm) })
    const [excursionId = ''] = openExcursions(trial)
    const { rows } = trial.value('qamar', { type: 'ExposedVials', excursionId, offset: 0, limit: 10 })
    expect(rows).toHaveLength(5)
    expect(rows[0]).toMatchObject({ minutesAbove: 8, minutesBelow: 0, from: addMinutes(from, 7) })
    expect(trial.books.stock.temperatures.excursions.get(excursionId)).toMatchObject({
      minutesAbove: 8,
      vialCount: 5,
      from: addMinutes(from, 7),
      to: addMinutes(from, 15),
    })
  })

  it('Q2 B13 whether a lot is used up does not show in what an excursion does', () => {
    const found = (['A', 'B'] as const).map((first) => {
      const second = first === 'A' ? 'B' : 'A'
      const five = [1, 2, 3, 4, 5].flatMap((number) => [ordered(number), prepared(number)])
      const arms = [first, first, first, second, second, second] as const
      const { trial } = given(listSealed(arms), stocked(3), drilled, enrolled(5), ...five)
      trial.act('ana', { type: 'StateUse' })
      expect(trial.lot(first === 'A' ? 'EX-1' : 'PL-1').parts).toMatchObject({ on_shelf: 0, used: 3 })
      const at = trial.now
      trial.wait(60)
      const events = trial.act('ana', importing, { log: logFrom(at, warm) })
      return { ...events, registry: events.registry?.map(({ type }) => type) }
    })
    expect(found[0]?.stock?.map(({ type }) => type)).toContain('ExcursionFound')
    expect(found[0]).toEqual(found[1])
  })

  it('Q2 what is carried elsewhere lies in its former place no longer', () => {
    const { trial } = given(ready)
    const { lotId } = trial.lot('EX-1')
    trial.wait(10)
    const event = {
      type: 'TransferVials',
      lotId,
      from: 'Freezer 1',
      vialCodes: 'all',
      storagePlace: 'Freezer 2',
      minutesOut: 0,
      thawed: false,
      reason: 'defrosting',
    } as const
    trial.act('ana', event)
    loggerImported('warm')(trial)
    expect(states(trial)).toEqual(['released', 'held'])
  })

  it('Q2 an excursion shorter than the place allows is none', () => {
    const { trial, when } = given(ready)
    const limits = { storagePlace: 'Freezer 1', lowTenths: -900, highTenths: -600 } as const
    trial.act('qamar', { type: 'StatePlaceLimits', ...limits, allowedMinutes: 10 })
    trial.wait(60)
    when('ana', importing, warmFrom(trial)).accepts({ stock: ['TemperaturesImported'] })
    trial.act('qamar', { type: 'StatePlaceLimits', ...limits, allowedMinutes: 9 })
    when('ana', importing, warmFrom(trial, { serial: '1002' })).refuses('logger_differs')
    when('ana', { ...importing, otherLogger: true }, warmFrom(trial, { serial: '1002' })).leads((after) =>
      expect(states(after)).toEqual(['held', 'held']),
    )
  })

  it('Q2 what QA states of a place comes before the limits of the device', () => {
    const { trial, when } = given(ready)
    trial.act('qamar', {
      type: 'StatePlaceLimits',
      storagePlace: 'Freezer 1',
      lowTenths: null,
      highTenths: -300,
      allowedMinutes: 0,
    })
    trial.wait(60)
    when('ana', importing, warmFrom(trial)).accepts({ stock: ['TemperaturesImported'] })
  })
})

describe('a logger file that is not taken in', () => {
  const { trial, when } = given(ready, loggerImported('cold'))
  trial.wait(60)
  const at = addMinutes(trial.now, -30)
  const tries = (person: Person = 'ana', differs = {}) => when(person, importing, { log: logFrom(at, warm, differs) })

  it('Q2 of another logger than before is refused, unless that is meant', () => {
    tries('ana', { serial: '2002' }).refuses('logger_differs', 'otherLogger')
  })

  it('Q2 that overlaps an import of the same logger is refused, in whatever place', () => {
    const earlier = [...trial.books.stock.temperatures.imports.values()][0]
    const log = logFrom(addMinutes(earlier?.from ?? '', 15), warm)
    when('ana', importing, { log }).refuses('log_overlaps', 'file')
  })

  it('Q2 from the future is refused, by the zone of its own clock', () => {
    const late = logFrom(addMinutes(trial.now, 10), warm)
    when('ana', importing, { log: late }).refuses('log_from_the_future', 'file')
    // The same digits on a clock of Greenwich are three and a half hours later.
    when('ana', { ...importing, clock: 'utc' }, { log: logFrom(at, warm) }).refuses('log_from_the_future', 'file')
  })

  it('Q2 without any reading is refused', () => {
    when('ana', importing, { log: logFrom(at, []) }).refuses('log_without_readings', 'file')
  })

  it('Q2 of a place that is none of the book is refused', () => {
    when('ana', { ...importing, storagePlace: 'Cellar' }, { log: logFrom(at, warm) }).refuses(
      'storage_place_unknown',
      'storagePlace',
    )
  })

  it('Q2 of a place without limits is refused where the device has none either', () => {
    tries('ana', { limits: { low: null, high: null } }).refuses('place_without_limits', 'storagePlace')
  })

  it('Q2 that nobody chose is refused', () => {
    when('ana', importing).refuses('log_missing', 'file')
  })

  it.each(['cyrus', 'iman', 'taha', 'adel'] as const)('P4 is not taken in from %s', (person) => {
    tries(person).refuses('role_may_not')
  })
})

describe('the limits of a place', () => {
  const { when } = given(ready)
  const state = { type: 'StatePlaceLimits', storagePlace: 'Freezer 1', allowedMinutes: 0 } as const

  it('Q2 contradict each other or are missing: refused', () => {
    when('qamar', { ...state, lowTenths: -600, highTenths: -900 }).refuses('limits_contradict', 'highTenths')
    when('qamar', { ...state, lowTenths: null, highTenths: null }).refuses('limits_missing', 'highTenths')
    when('qamar', { ...state, storagePlace: 'Cellar', lowTenths: 0, highTenths: 1 }).refuses('storage_place_unknown')
  })

  it('P16 are stated by QA alone', () => {
    when('ana', { ...state, lowTenths: -900, highTenths: -600 }).refuses('role_may_not')
    when('qamar', { ...state, lowTenths: -900, highTenths: -600 }).accepts({ stock: ['PlaceLimitsStated'] })
  })
})
