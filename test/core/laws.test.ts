import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Question } from '../../src/core/questions.ts'
import { spareDoses } from '../../src/core/registry/book.ts'
import { type Arm, arms } from '../../src/core/registry/settings.ts'
import { certificateState } from '../../src/core/stock/certificate.ts'
import { vialStates } from '../../src/core/stock/lot.ts'
import { drilled, enrolled, handedOver, listSealed, lotReleased, ordered, stocked } from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { live } from '../support/history.ts'
import { chanceFrom, oneOf, seed } from '../support/seed.ts'
import type { Trial } from '../support/trial.ts'

/** A list of eight and eight in an order of its own. */
const list = fc.shuffledSubarray<Arm>([...Array<Arm>(8).fill('A'), ...Array<Arm>(8).fill('B')], {
  minLength: 16,
  maxLength: 16,
})
const plot = fc.record({
  seed: fc.nat(),
  arms: list,
  stepCount: fc.integer({ min: 40, max: 160 }),
  vialsPerDose: fc.constantFrom(1, 1, 2),
})
const runs = { seed, numRuns: 25 }

describe('stock', () => {
  it(`A10 A11 every vial received is somewhere, once, after every act of any history (seed ${seed})`, () =>
    fc.assert(
      fc.property(plot, (one) => void live(one, expectConserved)),
      runs,
    ))

  function expectConserved({ books: { stock, allocation } }: Trial): void {
    for (const lot of stock.lots.values()) {
      const all = [...stock.vials.values()].filter((vial) => vial.lotId === lot.lotId)
      // A code that no vial bears is no vial; every other one belongs to its lot.
      const vials = all.filter(({ state }) => state !== 'not_received')
      expect(vials.map(({ vialCode }) => vialCode).join()).toBe(lot.vialCodes.join())
      expect(lot.receivedVials).toBe(vials.length)
      const count = (state: string) => vials.filter((vial) => vial.state === state).length
      expect(lot.receivedVials).toBe(vialStates.reduce((sum, state) => sum + lot.parts[state], 0))
      expect(Object.fromEntries(vialStates.map((state) => [state, count(state)]))).toEqual(lot.parts)
      const drawn = [...allocation.unstated.values()].filter((draw) => draw.lotId === lot.lotId)
      expect(allocation.unstatedByLot.get(lot.lotId) ?? 0).toBe(drawn.length)
      // What was drawn and not yet stated is still on the book's shelf, and on no other list.
      for (const { vialCode } of drawn) expect(stock.vials.get(vialCode)?.state).toBe('on_shelf')
      expect(lot.parts.on_shelf - drawn.length).toBeGreaterThanOrEqual(0)
      // The running balance is the previous one plus the signed quantity, and never negative.
      let balance = 0
      for (const movement of lot.movements) {
        balance += movement.vials
        expect(movement.balance).toBe(balance)
        expect(balance).toBeGreaterThanOrEqual(0)
      }
      expect(balance).toBe(lot.parts.on_shelf)
    }
  }

  it(`A12 every lot that is closed has nothing but vials that have come to their end, after any history (seed ${seed})`, () => {
    let closed = 0
    const settled = (trial: Trial) => {
      for (const { state, parts } of trial.books.stock.lots.values()) {
        if (state === 'cleared' || state === 'closed') expect([parts.on_shelf, parts.sample]).toEqual([0, 0])
        if (state === 'closed') expect(parts.wasted).toBe(0)
        if (state === 'closed') closed += 1
      }
      // What is in the way is told of each lot that is not closed, and of no other.
      const { inTheWay } = trial.value('qamar', { type: 'CloseOutList' })
      const open = [...trial.books.stock.lots.values()].filter(({ state }) => state !== 'closed')
      expect(inTheWay.filter(({ lot }) => lot !== undefined).map(({ lot }) => lot?.lotId)).toEqual(
        open.map(({ lotId }) => lotId),
      )
    }
    fc.assert(
      fc.property(plot, (one) => void live(one, settled)),
      runs,
    )
    expect(closed).toBeGreaterThan(0)
  })

  it(`A10 the balance of every form of the record is carried from line to line and ends where the books end (seed ${seed})`, () =>
    fc.assert(
      fc.property(plot, (one) => {
        const { trial } = live(one)
        trial.act('ana', { type: 'OpenRecord', reason: 'monitoring' })
        for (const product of arms) {
          const lots = [...trial.books.stock.lots.values()].filter((lot) => lot.product === product)
          const onShelf = lots.reduce((sum, lot) => sum + lot.parts.on_shelf, 0)
          const drawn = [...trial.books.allocation.unstated.values()].filter(({ lotId }) =>
            lots.some((lot) => lot.lotId === lotId),
          )
          expect(balanceOf(trial, { type: 'StockRecord', product })).toBe(onShelf)
          expect(balanceOf(trial, { type: 'FullRecord', product })).toBe(onShelf - drawn.length)
        }
        const left = [...trial.books.clinic.syringes.values()].filter(
          ({ state }) => state !== 'administered' && state !== 'destroyed',
        )
        expect(balanceOf(trial, { type: 'SiteRecord' })).toBe(left.length)
      }),
      runs,
    ))

  /** The balance after the last line; every line before it is the former balance and its own quantity, never below nothing. */
  function balanceOf(
    trial: Trial,
    asked: { type: 'StockRecord' | 'SiteRecord' | 'FullRecord'; product?: Arm; storagePlace?: string },
  ): number {
    const answered = trial.ask('ana', { ...asked, offset: 0, limit: 1_000_000 } as Extract<
      Question,
      { type: 'FullRecord' }
    >)
    if (!answered.ok) throw new Error(answered.refusal.rule)
    let balance = 0
    for (const [index, line] of answered.value.rows.entries()) {
      balance += line.quantity
      expect(line).toMatchObject({ line: index + 1, balance })
      expect(balance).toBeGreaterThanOrEqual(0)
    }
    expect(answered.value).toMatchObject({ balance, total: answered.value.rows.length })
    return balance
  }

  it(`A6 A10 in every storage place what arrived less what left is what lies there, in any history (seed ${seed})`, () => {
    let placesSeen = 0
    const carried = chanceFrom(seed)
    fc.assert(
      fc.property(plot, (one) => {
        const { trial } = live(one, (so) => carrySome(so, carried))
        trial.act('ana', { type: 'OpenRecord', reason: 'monitoring' })
        const { stock, allocation } = trial.books
        const drawn = new Set([...allocation.preparations.values()].flatMap(({ vialCodes }) => vialCodes))
        for (const product of arms)
          for (const type of ['StockRecord', 'FullRecord'] as const) {
            const vials = [...stock.vials.values()].filter(({ lotId }) => stock.lots.get(lotId)?.product === product)
            const onShelf = vials.filter(
              ({ state, vialCode }) => state === 'on_shelf' && !(type === 'FullRecord' && drawn.has(vialCode)),
            )
            let everywhere = 0
            for (const storagePlace of stock.places) {
              const asked = { type, product, storagePlace } as const
              const balance = balanceOf(trial, asked)
              const here = onShelf.filter(({ stays }) => stays.at(-1)?.storagePlace === storagePlace).length
              expect(balance).toBe(here)
              const answered = trial.ask('ana', { ...asked, offset: 0, limit: 1 })
              const place = answered.ok ? answered.value.place : undefined
              expect(place).toMatchObject({ storagePlace, there: here })
              expect((place?.arrived ?? 0) - (place?.left ?? 0)).toBe(here)
              everywhere += balance
              if ((place?.left ?? 0) > 0 && here > 0) placesSeen += 1
            }
            expect(everywhere).toBe(balanceOf(trial, { type, product }))
          }
      }),
      runs,
    )
    expect(placesSeen).toBeGreaterThan(0)
  })

  /** A place is emptied into the other one, or its last vial is carried; whatever is refused does not happen. */
  function carrySome(trial: Trial, chance: () => number): void {
    const { lots, vials } = trial.books.stock
    if (lots.size === 0 || chance() > 0.3) return
    const { lotId, vialCodes } = oneOf([...lots.values()], chance)
    const last = vialCodes.findLast((code) => vials.get(code)?.state === 'on_shelf') ?? ''
    const from = vials.get(last)?.stays.at(-1)?.storagePlace ?? 'Freezer 1'
    trial.try('ana', {
      ...{ type: 'TransferVials', lotId, from, vialCodes: chance() < 0.5 ? 'all' : [last] },
      ...{ storagePlace: oneOf(['Freezer 1', 'Freezer 2', 'Freezer 3'], chance) },
      ...{ minutesOut: 0, thawed: false, reason: 'more room' },
    })
  }

  it(`A9 Q1 no vial is drawn twice, and none from a lot that was not released and in date (seed ${seed})`, () =>
    fc.assert(
      fc.property(plot, (one) => {
        const { trial } = live(one)
        const drawn = [...trial.books.allocation.preparations.values()].flatMap((preparation) => preparation.vialCodes)
        expect(new Set(drawn).size).toBe(drawn.length)
        for (const { lotId, steps } of trial.books.allocation.preparations.values()) {
          const lot = trial.books.stock.lots.get(lotId)
          const takenAt = steps[0]?.at
          if (takenAt === undefined || lot === undefined) continue
          expect(takenAt.slice(0, 10) <= lot.expiresOn).toBe(true)
          const before = lot.movements.filter((movement) => movement.at <= takenAt).map(({ what }) => what)
          expect(before).toContain('released')
        }
      }),
      { ...runs, numRuns: 10 },
    ))

  it(`A14 Q4 no lot is ever released whose certificate is missing, incomplete or outside its limits (seed ${seed})`, () =>
    fc.assert(
      fc.property(
        plot,
        (one) =>
          void live(one, ({ books: { stock }, settings }) => {
            for (const lot of stock.lots.values())
              if (lot.state === 'released') expect(certificateState(stock, settings, lot)).toBe('fits')
          }),
      ),
      { ...runs, numRuns: 10 },
    ))

  it(`P6 A9 no syringe was given that was not verified and handed over, or after its time, or twice (seed ${seed})`, () =>
    fc.assert(
      fc.property(plot, (one) => {
        const { trial } = live(one)
        const { syringes, participants, doses } = trial.books.clinic
        for (const { timeline, outcome, useBefore } of syringes.values()) {
          if (outcome?.kind !== 'administered') continue
          const what = timeline.map((row) => row.what)
          expect(what.indexOf('DoseVerified')).toBeGreaterThan(what.indexOf('DosePrepared'))
          expect(what.indexOf('DoseReleased')).toBeGreaterThan(what.indexOf('DoseVerified'))
          expect(what.filter((row) => row === 'OutcomeRecorded').length).toBe(1)
          expect(outcome.at < useBefore).toBe(true)
        }
        for (const number of participants.keys()) {
          const given = [...syringes.values()].filter((one) => one.number === number && one.state === 'administered')
          expect(new Set(given.map((one) => one.doseId)).size).toBeLessThanOrEqual(1)
        }
        for (const { state, doseId } of doses.values())
          expect(trial.books.clinic.pendingDoses.has(doseId)).toBe(['prepared', 'verified', 'released'].includes(state))
      }),
      { ...runs, numRuns: 10 },
    ))
})

describe('excursions', () => {
  it(`Q2 A14 no lot is free while one of its excursions waits, after every act of any history (seed ${seed})`, () =>
    fc.assert(
      fc.property(plot, (one) => void live(one, expectStopped)),
      runs,
    ))

  function expectStopped({ books: { stock, registry } }: Trial): void {
    const waiting = [...stock.temperatures.excursions.values()].filter(({ disposed }) => disposed === undefined)
    for (const lot of stock.lots.values()) {
      const open = waiting.filter(({ lotId }) => lotId === lot.lotId).map(({ excursionId }) => excursionId)
      expect([...lot.openExcursions].sort()).toEqual(open.sort())
      // On hold once it had been released, in quarantine otherwise; and a hold has a reason that still stands.
      if (open.length > 0) expect(lot.state).toBe(lot.released === undefined ? 'quarantined' : 'held')
      if (lot.state === 'held') expect(lot.heldByQa || open.length > 0).toBe(true)
    }
    // Whatever stopped a lot that had been released has also raised a notice.
    const stopped = [...stock.lots.values()].some((lot) => lot.state === 'held')
    if (stopped) expect(registry.notices.size).toBeGreaterThan(0)
  }
})

describe('spare doses', () => {
  const spare = (trial: Trial) => spareDoses(trial.books.registry)

  it('is the smaller surplus of the two arms over the planned numbers, in whole doses of each lot', () => {
    // Three doses are planned for each arm.
    expect(spare(given(stocked(5)).trial)).toBe(2)
    expect(spare(given(stocked(5), lotReleased({ lotNumber: 'EX-2', vialCount: 9 })).trial)).toBe(2)
    expect(spare(given(lotReleased({ vialCount: 9 })).trial)).toBe(-3)
    expect(spare(under({ dose: { vialsPerDose: 2 } }, stocked(9)).trial)).toBe(1)
  })

  it('does not move with ordinary preparations, however many', () => {
    const { trial } = given(listSealed(), drilled, stocked(3), enrolled(6))
    for (let number = 1; number <= 6; number++) {
      for (const fact of [ordered(number), handedOver(number)]) fact(trial)
      expect(spare(trial)).toBe(0)
    }
  })

  it('A15 falls by one with each loss of either arm', () => {
    for (const lotNumber of ['EX-1', 'PL-1']) {
      const { trial } = given(stocked(5))
      trial.act('ana', {
        type: 'WasteVial',
        vialCode: trial.shelf(trial.lot(lotNumber).lotId)[0] ?? '',
        reason: 'broken',
      })
      const { lotId } = trial.lot(lotNumber)
      trial.act('qamar', {
        type: 'CountLot',
        lotId,
        countedVials: 3,
        firstCountedVials: 3,
        missing: trial.shelf(lotId).slice(-1),
        explanation: 'one is not to be found',
      })
      expect(spare(trial)).toBe(0)
    }
  })

  it(`B12 A15 no permutation of arms over participants changes them, or any answer to PI, theatre or QA (seed ${seed})`, () =>
    fc.assert(
      fc.property(plot, list, (one, permuted) => {
        const [first, second] = [live(one), live({ ...one, arms: permuted })]
        expect(second.told).toEqual(first.told)
        // Nor does one arm keep the pharmacy waiting where the other would not.
        expect(second.pharmacy).toEqual(first.pharmacy)
        expect(first.pharmacy).not.toContain('StartPreparation stock_disagrees')
      }),
      runs,
    ))

  it('the histories are worth living: every outcome, loss and hold comes up in them', () => {
    const seen = new Set<string>()
    for (let one = 0; one < 60; one++) {
      const { trial, pharmacy, told } = live(
        {
          seed: one,
          arms: Array.from({ length: 16 }, (_, index) => arms[index % 2] as Arm),
          stepCount: 150,
        },
        ({ books: { stock }, settings }) => {
          for (const lot of stock.lots.values()) seen.add(`${lot.state} ${certificateState(stock, settings, lot)}`)
        },
      )
      for (const said of [...pharmacy, ...told]) seen.add(said.replace(/ [{"].*/, ''))
      for (const syringe of trial.books.clinic.syringes.values()) seen.add(syringe.state)
    }
    for (const wanted of [
      'administered',
      'withheld',
      'returned',
      'broken',
      'expired',
      'StateUse done',
      'WasteVial done',
      'TransferVials done',
      'qamar PutSamplesApart done',
      'qamar CountLot done',
      'qamar CountLot use_not_stated',
      'qamar ReconcileLot done',
      'CorrectReceipt done',
      'qamar CorrectReceipt done',
      'AbandonPreparation done',
      'AnswerNotice done',
      'ShowHeldDoses done',
      'held fails',
      'held fits',
      'released fits',
      'quarantined none',
      'VerifyDose done',
      'ImportTemperatures done',
      'qamar DisposeExcursion done',
    ])
      expect(seen, wanted).toContain(wanted)
  })
})
