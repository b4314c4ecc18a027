import { describe, expect, it } from 'vitest'
import { type Role, roles } from '../../src/core/books.ts'
import { Command, type CommandType, decide, isSignature, terms } from '../../src/core/decide.ts'
import type { RefusalName } from '../../src/core/refusals.ts'
import { refusalNames } from '../../src/core/refusals.ts'
import { inventedWorksheets } from '../../src/main/practice/practice-worksheets.ts'
import type { Fact } from '../support/facts.ts'
import {
  breaking,
  broken,
  cancelled,
  card,
  certificateFor,
  ended,
  enrolled,
  handOver,
  holdLifted,
  labelled,
  lotHeld,
  noticeAnswered,
  openNotice,
  ordered,
  outcome,
  prepared,
  ready,
  receipt,
  released,
  rightCheck,
  started,
  verified,
  withdrawn,
} from '../support/facts.ts'
import { eligible } from '../support/settings.ts'
import { type Person, people, Trial } from '../support/trial.ts'

const personOf = (role: Role) => Object.entries(people).find(([, its]) => its === role)?.[0] as Person

function trialWith(...facts: readonly Fact[]): Trial {
  const trial = new Trial()
  for (const fact of facts) fact(trial)
  return trial
}

/** One of each command, about things that exist. */
function everyCommand(trial: Trial): { [T in CommandType]: Extract<Command, { type: T }> } {
  const reason = 'for the test'
  const { lotId } = trial.lot('EX-1')
  const preparationId = trial.preparation(1).preparationId
  const { doseId } = trial.dose(1)
  const leaving = { vialCount: 0, authorisation: 'A-1', reason }
  return {
    ChangeSettings: { type: 'ChangeSettings', settings: trial.settings, reason },
    EnrolMember: { type: 'EnrolMember', login: 'nika', name: 'Nika New', role: 'administrator' },
    RemoveMember: { type: 'RemoveMember', memberId: 'nothing', reason },
    ResetMember: { type: 'ResetMember', memberId: 'nothing', reason },
    ChangePassphrase: { type: 'ChangePassphrase' },
    PassDrill: { type: 'PassDrill', seconds: 1, code: card },
    MakeEmergencyPack: { type: 'MakeEmergencyPack' },
    TakeInPackRecord: { type: 'TakeInPackRecord' },
    RestateSupply: { type: 'RestateSupply' },
    AnswerNotice: { type: 'AnswerNotice', noticeId: 'nothing', answer: 'prepare_again' },
    RecordPrint: { type: 'RecordPrint', document: 'code_cards', reason: '' },
    ReceiveLot: { ...receipt, lotNumber: 'EX-7' },
    EnterCertificate: certificateFor(trial),
    ReleaseLot: { type: 'ReleaseLot', lotId, certificate: 'CoA' },
    HoldLot: { type: 'HoldLot', lotId, reason },
    LiftHold: { type: 'LiftHold', lotId, reason },
    RejectLot: { type: 'RejectLot', lotId, reason },
    WasteVial: { type: 'WasteVial', vialCode: 'nothing', reason },
    StateUse: { type: 'StateUse' },
    PrintVialCodes: { type: 'PrintVialCodes', lotId, reason: '' },
    CorrectReceipt: { type: 'CorrectReceipt', lotId, arrivalCelsius: '-79.0', reason },
    TransferVials: {
      ...{ type: 'TransferVials', lotId, from: 'Freezer 1', vialCodes: 'all', storagePlace: 'Freezer 2' },
      ...{ minutesOut: 2, thawed: false, reason },
    },
    PutSamplesApart: { type: 'PutSamplesApart', lotId, vialCodes: ['nothing'], reason },
    CountLot: { type: 'CountLot', lotId, countedVials: 5, explanation: '' },
    ReconcileLot: { type: 'ReconcileLot', lotId, parts: trial.lot('EX-1').parts, note: '' },
    ImportTemperatures: { type: 'ImportTemperatures', storagePlace: 'Freezer 1', clock: 'site', otherLogger: false },
    StatePlaceLimits: {
      type: 'StatePlaceLimits',
      storagePlace: 'Freezer 1',
      lowTenths: null,
      highTenths: -600,
      allowedMinutes: 0,
    },
    DisposeExcursion: {
      type: 'DisposeExcursion',
      excursionId: 'nothing',
      decision: 'usable',
      assessment: 'Stable for so long.',
    },
    ReturnVials: { type: 'ReturnVials', ...leaving, receiver: 'Depot' },
    DestroyVials: { type: 'DestroyVials', ...leaving, method: 'incineration', place: 'hospital' },
    CloseLot: { type: 'CloseLot', lotId },
    CorrectMovement: { type: 'CorrectMovement', lotId, seq: 1, what: 'received', note: 'Depot 2', reason },
    DestroySyringes: {
      type: 'DestroySyringes',
      syringeIds: ['nothing'],
      authorisation: 'A-1',
      method: 'incineration',
      place: 'hospital',
      reason,
    },
    CloseOut: { type: 'CloseOut' },
    OpenRecord: { type: 'OpenRecord', reason },
    EnrolParticipant: { type: 'EnrolParticipant', initials: '', answers: eligible(trial.settings) },
    WithdrawParticipant: { type: 'WithdrawParticipant', number: 1, reason },
    OrderDose: { type: 'OrderDose', number: 1, surgeryAt: trial.now, theatre: 'T' },
    CancelDose: { type: 'CancelDose', doseId, reason },
    PrintLabels: { type: 'PrintLabels', doseId, reason: '' },
    AccountForLabels: { type: 'AccountForLabels', serials: ['nothing'], became: 'spoiled', note: reason },
    ReleaseDose: { type: 'ReleaseDose', doseId, syringeCodes: [], entered: 'typed', receivedBy: 'Nurse' },
    ConfirmReceipt: { type: 'ConfirmReceipt', doseId, code: 'nothing', entered: 'typed' },
    ReissueReceipt: { type: 'ReissueReceipt', doseId, reason },
    RecordOutcome: outcome(trial, 'withheld', 2),
    BreakBlind: breaking,
    ReportFailedBreak: { type: 'ReportFailedBreak', breakId: 'nothing' },
    ShowArmAgain: { type: 'ShowArmAgain', breakId: 'nothing', code: card, reason },
    ReadArm: { type: 'ReadArm', breakId: 'nothing', confirmation: 'Sara' },
    EndHandOver: { type: 'EndHandOver', breakId: 'nothing' },
    ReportFailedShowing: { type: 'ReportFailedShowing', breakId: 'nothing' },
    AssessImpact: { type: 'AssessImpact', breakId: 'nothing', assessment: 'No effect on the analysis.' },
    ReissueCodeCards: { type: 'ReissueCodeCards', reason },
    ImportAllocationList: { type: 'ImportAllocationList', madeBy: 'Stat', method: 'Permuted', madeOn: '2026-02-01' },
    StartPreparation: { type: 'StartPreparation', doseId },
    ResumePreparation: { type: 'ResumePreparation', preparationId },
    RecordStep: { type: 'RecordStep', preparationId, step: 'take', entered: 'typed' },
    NoteDeviation: { type: 'NoteDeviation', preparationId, text: reason },
    FinishPreparation: { type: 'FinishPreparation', preparationId },
    AbandonPreparation: { type: 'AbandonPreparation', preparationId, reason },
    VerifyDose: { ...rightCheck(trial, 2) },
    ShowHeldDoses: { type: 'ShowHeldDoses', noticeId: 'nothing' },
    EnquireArm: { type: 'EnquireArm', number: 1, reason },
    TakeBatchRecord: { type: 'TakeBatchRecord', doseId, reason },
    WriteWorksheets: { type: 'WriteWorksheets', sheets: inventedWorksheets(trial.settings), note: reason },
    ApproveWorksheets: { type: 'ApproveWorksheets', version: 1 },
    LockDatabase: { type: 'LockDatabase', reference: 'DBL-1', lockedOn: '2026-03-01', note: '' },
    UnlockDatabase: { type: 'UnlockDatabase', reason },
    UnblindTrial: { type: 'UnblindTrial', reference: reason },
  }
}

const busy = [ready, enrolled(3), ordered(1), started(1), ordered(2), prepared(2), labelled(2)] as const

describe('the gate', () => {
  const trial = trialWith(...busy)
  const commands = everyCommand(trial)
  const pairs = Object.keys(terms).flatMap((type) => roles.map((role) => [type as CommandType, role] as const))

  it('knows every command, and every command is well formed', () => {
    expect(Object.keys(commands).sort()).toEqual(Object.keys(terms).sort())
    for (const command of Object.values(commands)) expect(Command.parse(command)).toEqual(command)
  })

  it.each(pairs)('A14 P4 %s by a %s is refused for the role exactly where the terms say so', (type, role) => {
    const before = trial.picture()
    const decided = decide(trial.session(personOf(role)), commands[type], trial.context())
    const isForRole = !decided.ok && decided.refusal.rule === 'role_may_not'
    expect(isForRole).toBe(!terms[type].roles.includes(role))
    // Asking changes nothing, whatever the answer.
    expect(trial.books).toStrictEqual(before)
  })

  it('P9 every act that the rules call a signature is one', () => {
    const signatures: CommandType[] = [
      'ChangeSettings',
      'EnrolMember',
      'RemoveMember',
      'ResetMember',
      'ChangePassphrase',
      'PassDrill',
      'AnswerNotice',
      'ReleaseLot',
      'HoldLot',
      'LiftHold',
      'MakeEmergencyPack',
      'RejectLot',
      'PutSamplesApart',
      'CountLot',
      'ReconcileLot',
      'StatePlaceLimits',
      'DisposeExcursion',
      'ReturnVials',
      'DestroyVials',
      'CloseLot',
      'CorrectMovement',
      'CorrectReceipt',
      'DestroySyringes',
      'CloseOut',
      'OrderDose',
      'ReleaseDose',
      'BreakBlind',
      'ShowArmAgain',
      'AssessImpact',
      'ReissueCodeCards',
      'ImportAllocationList',
      'VerifyDose',
      'WriteWorksheets',
      'ApproveWorksheets',
      'LockDatabase',
      'UnlockDatabase',
      'UnblindTrial',
    ]
    expect((Object.keys(terms) as CommandType[]).filter(isSignature).sort()).toEqual(signatures.sort())
  })

  it('P16 only QA releases, holds, lifts, rejects, counts and reconciles a lot; only a breaker breaks', () => {
    for (const type of [
      'ReleaseLot',
      'HoldLot',
      'LiftHold',
      'RejectLot',
      'PutSamplesApart',
      'CountLot',
      'ReconcileLot',
    ] as const)
      expect(terms[type].roles).toEqual(['qa'])
    expect(terms.BreakBlind.roles).toEqual(['pi', 'deputy_pi'])
  })

  it('refuses by names of the one list only', () => {
    for (const [type, role] of pairs) {
      const decided = decide(trial.session(personOf(role)), commands[type], trial.context())
      if (!decided.ok) expect(refusalNames).toContain(decided.refusal.rule)
    }
  })
})

/** Every state of a dose, and what each act says to it. The syringe of a cancelled or waiting dose does not exist. */
const doseStates: Record<string, readonly Fact[]> = {
  ordered: [],
  started: [started()],
  prepared: [prepared()],
  labelled: [prepared(), labelled()],
  verified: [prepared(), labelled(), verified()],
  released: [prepared(), labelled(), verified(), released()],
  administered: [prepared(), labelled(), verified(), released(), ended('administered')],
  withheld: [prepared(), labelled(), verified(), released(), ended('withheld')],
  returned: [prepared(), labelled(), verified(), released(), ended('returned')],
  broken: [prepared(), labelled(), verified(), ended('broken')],
  expired: [prepared(), labelled(), verified(), ended('expired')],
  recalled: [prepared(), labelled(), verified(), released(), lotHeld(), holdLifted(), noticeAnswered('prepare_again')],
  cancelled: [cancelled()],
  left: [prepared(), labelled(), verified(), withdrawn()],
  noticed: [prepared(), labelled(), verified(), released(), lotHeld(), holdLifted()],
}
type DoseAct = 'order' | 'cancel' | 'start' | 'label' | 'verify' | 'release' | 'give'
const yes = 'done'
const dosesMatrix: Record<keyof typeof doseStates, Record<DoseAct, RefusalName | typeof yes>> = {
  ordered: {
    order: 'dose_already_ordered',
    cancel: yes,
    start: yes,
    label: 'dose_not_prepared',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'syringe_unknown',
  },
  started: {
    order: 'dose_already_ordered',
    cancel: yes,
    start: 'preparation_open',
    label: 'dose_not_prepared',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'syringe_unknown',
  },
  prepared: {
    order: 'dose_already_ordered',
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: yes,
    verify: 'label_not_printed',
    release: 'dose_not_verified',
    give: 'dose_not_released',
  },
  labelled: {
    order: 'dose_already_ordered',
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'reprint_needs_reason',
    verify: yes,
    release: 'dose_not_verified',
    give: 'dose_not_released',
  },
  verified: {
    order: 'dose_already_ordered',
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'reprint_needs_reason',
    verify: 'dose_not_prepared',
    release: yes,
    give: 'dose_not_released',
  },
  released: {
    order: 'dose_already_ordered',
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'label_after_hand_over',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: yes,
  },
  administered: {
    order: 'dose_already_given',
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'dose_not_prepared',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'syringe_has_outcome',
  },
  withheld: {
    order: yes,
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'dose_not_prepared',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'syringe_has_outcome',
  },
  returned: {
    order: yes,
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'dose_not_prepared',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'syringe_has_outcome',
  },
  broken: {
    order: yes,
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'dose_not_prepared',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'syringe_has_outcome',
  },
  expired: {
    order: yes,
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'dose_not_prepared',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'syringe_has_outcome',
  },
  recalled: {
    order: 'dose_already_ordered',
    cancel: yes,
    start: yes,
    label: 'dose_not_prepared',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'syringe_has_outcome',
  },
  cancelled: {
    order: yes,
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'dose_not_prepared',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'syringe_unknown',
  },
  left: {
    order: 'participant_left',
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'reprint_needs_reason',
    verify: 'dose_not_prepared',
    release: 'participant_left',
    give: 'dose_not_released',
  },
  noticed: {
    order: 'dose_already_ordered',
    cancel: 'dose_not_waiting',
    start: 'dose_not_waiting',
    label: 'label_after_hand_over',
    verify: 'dose_not_prepared',
    release: 'dose_not_prepared',
    give: 'notice_open',
  },
}
const doseCases = Object.entries(dosesMatrix).flatMap(([state, row]) =>
  Object.entries(row).map(([act, answer]) => [act as DoseAct, state, answer] as const),
)

describe('each act on each state of a dose', () => {
  it.each(doseCases)('A14 P6 %s of a dose that is %s: %s', (act, state, answer) => {
    const trial = trialWith(ready, enrolled(), ordered(), ...(doseStates[state] ?? []))
    const { doseId } = trial.dose()
    const [syringe] = [...trial.books.clinic.syringes.values()]
    const entered = 'typed' as const
    const check = () =>
      trial.dose().syringeIds.length > 0
        ? rightCheck(trial)
        : { type: 'VerifyDose' as const, doseId, vialCodes: [], syringeCodes: [], finalMicrolitres: 1, entered }
    const asked: Record<DoseAct, () => [Person, Command]> = {
      order: () => ['iman', { type: 'OrderDose', number: 1, surgeryAt: trial.now, theatre: 'T' }],
      cancel: () => ['iman', { type: 'CancelDose', doseId, reason: 'postponed' }],
      start: () => ['ana', { type: 'StartPreparation', doseId }],
      label: () => ['ana', { type: 'PrintLabels', doseId, reason: '' }],
      verify: () => ['cyrus', check()],
      release: () => ['ana', handOver(trial)],
      give: () => [
        'taha',
        {
          type: 'RecordOutcome',
          syringeId: syringe?.syringeId ?? 'nothing',
          kind: 'administered',
          at: trial.now,
          volumeMicrolitres: 10_000,
          note: '',
        },
      ],
    }
    const before = trial.picture()
    const decided = trial.decide(...asked[act]())
    expect(decided.ok ? yes : decided.refusal.rule).toBe(answer)
    expect(trial.books).toStrictEqual(before)
  })
})

describe('one gate for good', () => {
  it('no command makes practice of a real study, or a real study of practice', () => {
    for (const practice of [true, false]) {
      const trial = trialWith(...busy, broken(), lotHeld(), holdLifted())
      trial.books.registry.practice = practice
      for (const person of Object.keys(people) as Person[])
        for (const command of Object.values(everyCommandAgain(trial))) trial.try(person, command)
      expect(trial.books.registry.practice).toBe(practice)
    }
  })
})

function everyCommandAgain(trial: Trial) {
  return {
    ...everyCommand(trial),
    AnswerNotice: { type: 'AnswerNotice' as const, noticeId: openNotice(trial), answer: 'prepare_again' as const },
  }
}
