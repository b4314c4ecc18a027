import { describe, expect, it } from 'vitest'
import { Command, type CommandType, terms } from '../../src/core/decide.ts'
import type { CertificateTest } from '../../src/core/registry/certificate-tests.ts'
import { proposedTests } from '../../src/core/registry/proposed-tests.ts'
import { completed, StudySettings } from '../../src/core/registry/settings.ts'
import { evolve, held } from '../../src/core/session.ts'
import { type CertificateState, certificateState, judged } from '../../src/core/stock/certificate.ts'
import { isDispensable } from '../../src/core/stock/lot.ts'
import type { Fact } from '../support/facts.ts'
import {
  certificateFor,
  certified,
  lotHeld,
  lotReceived,
  lotReleased,
  openNotice,
  receipt,
  stocked,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { chanceFrom } from '../support/seed.ts'
import { eligible, settingsWith } from '../support/settings.ts'
import { type Person, people, type Trial } from '../support/trial.ts'
import { valuesOf } from '../twin/generator.ts'

const usual = settingsWith()
const lotId = (trial: Trial) => trial.lot('EX-1').lotId
const release = (trial: Trial) => ({ type: 'ReleaseLot' as const, lotId: lotId(trial), certificate: 'CoA 1' })
const lift = (trial: Trial) => ({ type: 'LiftHold' as const, lotId: lotId(trial), reason: 'in range' })
const enter =
  (results: Readonly<Record<string, string>> = {}, more: object = {}) =>
  (trial: Trial) => ({ ...certificateFor(trial, 'EX-1', 'CoA 1', results), ...more })
/** The certificate as it would be entered, without one test. */
const without = (testId: string) => (trial: Trial) => {
  const certificate = certificateFor(trial)
  const all: Record<string, string> = certificate.results
  const results = Object.entries(all).filter(([id]) => id !== testId)
  return { ...certificate, results: Object.fromEntries(results) }
}
const entered =
  (made: (trial: Trial) => Extract<Command, { type: 'EnterCertificate' }>): Fact =>
  (trial) => {
    trial.act('qamar', made(trial))
  }
const refusalOf = (trial: Trial, person: Person, command: Command) => {
  const decided = trial.decide(person, command)
  return decided.ok ? undefined : decided.refusal
}

describe('a certificate of analysis', () => {
  it('Q4 P16 the pharmacist or QA enters it, and nobody else', () => {
    for (const person of Object.keys(people) as Person[]) {
      const { trial } = given(lotReceived())
      const may = ['pharmacist', 'qa'].includes(people[person])
      expect(trial.decide(person, enter()(trial)).ok, person).toBe(may)
    }
  })

  it('Q4 keeps values as they were stated, with the unit of the settings, and never a float', () =>
    given(lotReceived())
      .when('ana', enter({ endotoxin: '< ۰٫۰۵', particles: '1.05×10¹¹', protein: '۴۱۲٫۵۰' }))
      .leads((trial, events) => {
        const [said] = events.stock ?? []
        if (said?.type !== 'CertificateEntered') throw new Error('nothing was entered')
        const of = (id: string) => said.results.find(({ testId }) => testId === id)
        expect(of('endotoxin')).toEqual({ testId: 'endotoxin', value: '<0.05', unit: 'EU/mL' })
        expect(of('particles')).toEqual({ testId: 'particles', value: '105000000000', unit: 'particles/mL' })
        expect(of('protein')).toEqual({ testId: 'protein', value: '412.50', unit: 'µg/mL' })
        expect(certificateState(trial.books.stock, trial.settings, trial.lot('EX-1'))).toBe('fits')
      }))

  it('Q4 is refused beside the field for what nobody can read, what is not asked for, and a day to come', () => {
    const at = given(lotReceived())
    at.when('qamar', enter({ endotoxin: '0,05' })).refuses('certificate_value_unreadable', 'results.endotoxin')
    at.when('qamar', enter({ sterility: 'sterile' })).refuses('certificate_value_unreadable', 'results.sterility')
    at.when('qamar', enter({ sterility: 'conforms' })).refuses('certificate_value_unreadable', 'results.sterility')
    at.when('qamar', enter({ colour: '1' })).refuses('certificate_test_unknown', 'results.colour')
    at.when('qamar', enter({}, { issuedOn: '2026-03-02' })).refuses('certificate_in_the_future', 'issuedOn')
    at.when('qamar', enter({}, { lotId: 'nothing' })).refuses('lot_unknown', 'lotId')
  })

  it('A8 is corrected by another one beside it, with a reason; the former stays as it was, with who and when', () => {
    const { trial, when } = given(lotReceived(), certified('EX-1', { endotoxin: '0.6' }))
    when('ana', enter()).refuses('reason_missing', 'reason')
    when('ana', enter({}, { reason: 'misread' })).accepts({ stock: ['CertificateEntered'] })
    const { certificates } = trial.value('qamar', { type: 'Lot', lotId: lotId(trial) })
    expect(certificates.map(({ by, reason }) => [by, reason])).toEqual([
      [trial.id('ana'), 'misread'],
      [trial.id('qamar'), undefined],
    ])
    const found = certificates.map(({ tests }) => tests.find(({ test }) => test.id === 'endotoxin'))
    expect(found.map((one) => [one?.value, one?.verdict])).toEqual([
      ['<0.05', 'fits'],
      ['0.6', 'fails'],
    ])
    expect(trial.lot('EX-1').movements.map(({ what }) => what)).toEqual([
      'received',
      'certificate_entered',
      'certificate_corrected',
    ])
  })

  it('A8 a correction keeps the document unless another one is chosen', () => {
    const document = {
      name: 'coa.pdf',
      mediaType: 'application/pdf',
      byteCount: 9,
      fingerprint: 'f'.repeat(64),
      box: 'b'.repeat(64),
      generation: 1,
    } as const
    const { trial } = given(lotReceived())
    trial.act('qamar', enter()(trial), { document })
    trial.act('qamar', enter({}, { reason: 'misread' })(trial))
    trial.act('qamar', enter({}, { reason: 'another scan' })(trial), { document: { ...document, name: 'b.png' } })
    const { certificates } = trial.value('qamar', { type: 'Lot', lotId: lotId(trial) })
    expect(certificates.map((one) => one.document?.name)).toEqual(['b.png', 'coa.pdf', 'coa.pdf'])
  })

  it('Q5 gives particles per microgram of protein, and per dose from the volume that is drawn for it', () => {
    const { trial } = given(lotReceived(), certified('EX-1', { particles: '1.1e11', protein: '412.5' }))
    const [certificate] = trial.value('qamar', { type: 'Lot', lotId: lotId(trial) }).certificates
    // 1.1e11 / 412.5 per µg; 1.1e11 per mL in 1,800 µL.
    expect(trial.settings.dose.drawMicrolitres).toBe(1_800)
    expect(certificate).toMatchObject({ particlesPerMicrogram: '267000000', particlesPerDose: '198000000000' })
  })

  it('Q5 computes nothing from a value that is only known to be above or below a number', () => {
    const { trial } = given(lotReceived(), certified('EX-1', { particles: '1.1e11', protein: '>400' }))
    const [certificate] = trial.value('qamar', { type: 'Lot', lotId: lotId(trial) }).certificates
    expect(certificate).not.toHaveProperty('particlesPerMicrogram')
    expect(certificate).toHaveProperty('particlesPerDose')
  })
})

describe('a value and its limits', () => {
  const test = { ...proposedTests.B[1], method: '', source: '' } as Extract<CertificateTest, { kind: 'number' }>
  const verdict = (limits: { lower?: string; upper?: string }, value: string) => {
    const { upper: _, ...rest } = test
    return judged([{ ...rest, ...limits }], [{ testId: test.id, value, unit: test.unit }])[0]?.verdict
  }
  it.each([
    [{ upper: '0.25' }, '0.25', 'fits'],
    [{ upper: '<0.25' }, '0.25', 'fails'],
    [{ upper: '<0.25' }, '0.2499999999', 'fits'],
    [{ upper: '<0.25' }, '<0.25', 'fits'],
    [{ upper: '0.25' }, '<0.26', 'fails'],
    [{ upper: '0.25' }, '>0.1', 'fails'],
    [{ lower: '>90' }, '90', 'fails'],
    [{ lower: '>90' }, '>90', 'fits'],
    [{ lower: '90' }, '90.0', 'fits'],
    [{ lower: '90' }, '<95', 'fails'],
    [{ lower: '8', upper: '12' }, '10', 'fits'],
    [{ lower: '8', upper: '12' }, '12.01', 'fails'],
    [{ lower: '-10', upper: '-5' }, '-7.5', 'fits'],
    [{}, '1', 'fits'],
  ] as const)('Q4 %o and %s: %s', (limits, value, said) => expect(verdict(limits, value)).toBe(said))

  it('Q4 a value in another unit than is asked for now is no value', () => {
    expect(judged([test], [{ testId: test.id, value: '0.01', unit: 'EU/mg' }])[0]?.verdict).toBe('missing')
  })
})

describe('the release of a lot', () => {
  it('Q4 is refused without a certificate, and names the mandatory tests that are missing or outside their limits', () => {
    given(lotReceived()).when('qamar', release).refuses('certificate_missing', 'certificate')
    const { trial } = given(lotReceived(), entered(without('sterility')))
    expect(refusalOf(trial, 'qamar', release(trial))).toMatchObject({
      rule: 'certificate_tests_missing',
      field: 'certificate',
      values: { testsEn: 'Sterility', testsFa: 'سترونی' },
    })
    const failing = given(lotReceived(), certified('EX-1', { endotoxin: '0.6', cd63: 'negative' })).trial
    expect(refusalOf(failing, 'qamar', release(failing))).toMatchObject({
      rule: 'certificate_tests_fail',
      values: { testsEn: 'CD63, Endotoxin (0.6 EU/mL; <0.25)', testsFa: expect.stringContaining('۰٫۶ EU/mL') },
    })
  })

  it('Q4 every mandatory test of either product is one that stops it, missing or failing', () => {
    const bad = (test: CertificateTest) =>
      test.kind === 'word'
        ? { negative: 'positive', positive: 'negative', conforms: 'does_not_conform' }[test.expected as 'negative']
        : test.lower === undefined
          ? '999999999999'
          : '0'
    for (const arm of ['A', 'B'] as const)
      for (const test of usual.certificates[arm]) {
        const lot = lotReceived({ product: arm })
        given(lot, entered(without(test.id)))
          .when('qamar', release)
          .refuses('certificate_tests_missing', 'certificate')
        given(lot, certified('EX-1', { [test.id]: bad(test) ?? '' }))
          .when('qamar', release)
          .refuses('certificate_tests_fail', 'certificate')
      }
  })

  it('Q4 goes through with a test that is not mandatory missing or outside its limits', () => {
    const certificates = { A: usual.certificates.A.map((test) => ({ ...test, mandatory: test.id !== 'endotoxin' })) }
    for (const fact of [entered(without('endotoxin')), certified('EX-1', { endotoxin: '7' })])
      under({ certificates }, lotReceived(), fact)
        .when('qamar', release)
        .accepts({ stock: ['LotReleased'], registry: ['SupplyStated'] })
  })

  it('P16 names the certificate whose values were judged, and binds the release to it', () => {
    const { trial, when } = given(lotReceived(), certified())
    when('qamar', { type: 'ReleaseLot', lotId: lotId(trial), certificate: 'CoA 2' }).refuses(
      'certificate_reference_differs',
      'certificate',
    )
    when('qamar', release).leads(() => {
      const certificateId = trial.books.stock.certificates.get(lotId(trial))?.at(-1)?.certificateId
      expect(trial.lot('EX-1').released).toMatchObject({ certificate: 'CoA 1', certificateId })
    })
  })

  it('a product without stated tests is released on the reference alone, as in files of the earlier version', () => {
    const before: Partial<StudySettings> = { ...usual }
    delete before.certificates
    delete before.alerts
    const old = completed(before as StudySettings)
    expect(StudySettings.parse(old)).toEqual(old)
    expect(old.certificates).toEqual({ A: [], B: [] })
    under({ certificates: old.certificates }, lotReceived())
      .when('qamar', release)
      .accepts({ stock: ['LotReleased'], registry: ['SupplyStated'] })
  })

  it('Q4 a released lot never gets a certificate that would have refused it: it is held first', () => {
    given(lotReleased())
      .when('ana', enter({ endotoxin: '0.6' }, { reason: 'found later' }))
      .refuses('certificate_of_released_lot', 'lotId')
    given(lotReleased())
      .when('ana', enter({ endotoxin: '0.1' }, { reason: 'found later' }))
      .accepts({ stock: ['CertificateEntered'] })
    const { trial, when } = given(lotReleased(), lotHeld())
    when('ana', enter({ endotoxin: '0.6' }, { reason: 'found later' })).accepts({ stock: ['CertificateEntered'] })
    expect(refusalOf(trial, 'qamar', lift(trial))).toMatchObject({ rule: 'certificate_tests_fail', field: 'lotId' })
    when('qamar', { type: 'RejectLot', lotId: lotId(trial), reason: 'endotoxin' }).accepts({ stock: ['LotRejected'] })
  })

  it('P16 waits on QA’s Today only once its certificate lets it through', () => {
    const waits = (fact: Fact) =>
      given(lotReceived(), fact)
        .trial.value('qamar', { type: 'Today' })
        .tasks.some(({ kind }) => kind === 'release_lot')
    expect(waits(() => undefined)).toBe(false)
    expect(waits(certified('EX-1', { endotoxin: '0.6' }))).toBe(false)
    expect(waits(certified())).toBe(true)
  })
})

/** How a lot comes to each state of its certificate, in quarantine and on hold. */
const fails = certified('EX-1', { endotoxin: '0.6' })
const corrected =
  (made: (trial: Trial) => Extract<Command, { type: 'EnterCertificate' }>): Fact =>
  (trial) => {
    trial.act('qamar', { ...made(trial), reason: 'found later' })
  }
const testsStated: Fact = (trial) => {
  trial.act('ana', { type: 'ChangeSettings', settings: usual, reason: 'tests are stated now' })
}
const states: Record<CertificateState, { quarantined: readonly Fact[]; held: readonly Fact[]; none?: true }> = {
  none: {
    quarantined: [lotReceived(), testsStated],
    held: [lotReleasedByReference, lotHeld(), testsStated],
    none: true,
  },
  incomplete: {
    quarantined: [lotReceived(), entered(without('mycoplasma'))],
    held: [lotReleased(), lotHeld(), corrected(without('mycoplasma'))],
  },
  fails: {
    quarantined: [lotReceived(), fails],
    held: [lotReleased(), lotHeld(), corrected(enter({ endotoxin: '0.6' }))],
  },
  fits: { quarantined: [lotReceived(), certified()], held: [lotReleased(), lotHeld()] },
  not_asked: { quarantined: [lotReceived()], held: [lotReleasedByReference, lotHeld()], none: true },
}
function lotReleasedByReference(trial: Trial): void {
  lotReceived()(trial)
  trial.act('qamar', release(trial))
}

describe('A14 no way around the certificate', () => {
  const everyState = (Object.keys(states) as CertificateState[]).flatMap((state) =>
    (['quarantined', 'held'] as const).map((lot) => [state, lot] as const),
  )

  it.each(everyState)(
    'A14 Q1 with a certificate that is "%s" and a lot that is %s, no command of anybody makes the lot dispensable unless it may',
    (state, lotState) => {
      const { [lotState]: facts, none } = states[state]
      const { trial } = none === true ? under({ certificates: { A: [], B: [] } }, ...facts) : given(...facts)
      expect(trial.lot('EX-1').state).toBe(lotState)
      expect(certificateState(trial.books.stock, trial.settings, trial.lot('EX-1'))).toBe(state)
      const opening = waysToDispense(trial)
      if (state === 'fits' || state === 'not_asked')
        expect(opening).toEqual(new Set([lotState === 'held' ? 'qamar LiftHold' : 'qamar ReleaseLot']))
      else expect(opening).toEqual(new Set())
    },
  )

  /** Tries several of every command there is, made from their schemas, as everybody; tells which made the lot dispensable. */
  function waysToDispense(trial: Trial): Set<string> {
    const found = new Set<string>()
    const { lotId: of } = trial.lot('EX-1')
    const pools = {
      lotId: [of],
      noticeId: [openNotice(trial)],
      vialCode: trial.shelf(of).slice(0, 2),
      vialCodes: [trial.shelf(of).slice(0, 1)],
      certificate: ['CoA 1', 'CoA'],
      settings: [trial.settings],
      answers: [eligible(trial.settings)],
      results: [{}],
      reason: ['as found'],
      lotNumber: [receipt.lotNumber, 'EX-2'],
      product: ['A', 'B'],
      memberId: [trial.id('qamar')],
      code: ['nothing'],
      text: ['nothing'],
    }
    let tried = 0
    for (const option of Command.options) {
      const made = valuesOf(option, { pools, chance: chanceFrom(1), atMost: 40 }) as Command[]
      for (const command of made)
        for (const person of Object.keys(people) as Person[]) {
          const decided = trial.decide(person, command)
          tried += 1
          if (!decided.ok || decided.value.stock === undefined) continue
          const books = trial.picture()
          evolve(books, 'stock', decided.value.stock, { seq: trial.seq + 1, at: trial.now, by: trial.id(person) })
          const lot = held(held(books.stock).lots.get(of))
          if (isDispensable(lot, trial.now.slice(0, 10))) found.add(`${person} ${command.type}`)
        }
    }
    expect(tried).toBeGreaterThan(Object.keys(terms).length * Object.keys(people).length * 0.5)
    return found
  }

  it('A14 the generated commands are of nearly every kind', () => {
    const { trial } = given(stocked())
    const kinds = new Set<CommandType>()
    const pools = { lotId: [lotId(trial)], results: [{}], settings: [trial.settings], answers: [{}] }
    for (const option of Command.options)
      for (const command of valuesOf(option, { pools, chance: chanceFrom(1), atMost: 1 }) as Command[])
        kinds.add(command.type)
    for (const type of [
      'ReleaseLot',
      'LiftHold',
      'EnterCertificate',
      'ReceiveLot',
      'CountLot',
      'ChangeSettings',
    ] as const)
      expect(kinds).toContain(type)
    expect(kinds.size).toBeGreaterThan(Command.options.length * 0.8)
  })
})
