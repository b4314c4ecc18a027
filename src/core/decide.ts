/**
 * The only gate. Screens, scanner, importers and the command line all pass through `decide` (A14).
 *
 * It asks nobody the time and rolls no dice; it either names the broken rule or the events to be written.
 */
import { z } from 'zod'
import { CloseOut, closeOut, isShutByCloseOut } from './accounts/close-out.ts'
import { OpenRecord, openRecord } from './accounts/record.ts'
import * as allocation from './allocation/commands.ts'
import { ShowHeldDoses, showHeldDoses } from './allocation/held-doses.ts'
import * as steps from './allocation/steps.ts'
import type { Role } from './books.ts'
import * as clinic from './clinic/commands.ts'
import { DestroySyringes, destroySyringes } from './clinic/disposal.ts'
import * as handOver from './clinic/hand-over.ts'
import * as labels from './clinic/labels.ts'
import * as packs from './clinic/packs.ts'
import * as showings from './clinic/showings.ts'
import * as closing from './closing/rules.ts'
import type { Context, Meaning } from './context.ts'
import { never } from './never.ts'
import * as registry from './registry/commands.ts'
import { accept, type Result, refuse } from './result.ts'
import type { Events, Session } from './session.ts'
import { EnterCertificate, enterCertificate } from './stock/certificate-commands.ts'
import * as stock from './stock/commands.ts'
import * as counts from './stock/counts.ts'
import * as disposal from './stock/disposal.ts'
import * as excursions from './stock/excursions.ts'
import * as loggers from './stock/logger-import.ts'
import * as places from './stock/places.ts'
import * as receipt from './stock/receipt.ts'
import { CorrectReceipt, correctReceipt } from './stock/receipt-correction.ts'
import * as worksheets from './stock/worksheet-commands.ts'

export const Command = z.discriminatedUnion('type', [
  registry.ChangeSettings,
  registry.EnrolMember,
  registry.RemoveMember,
  registry.ResetMember,
  registry.ChangePassphrase,
  registry.PassDrill,
  registry.RestateSupply,
  registry.AnswerNotice,
  registry.RecordPrint,
  receipt.ReceiveLot,
  receipt.PrintVialCodes,
  CorrectReceipt,
  EnterCertificate,
  stock.ReleaseLot,
  stock.HoldLot,
  stock.LiftHold,
  stock.RejectLot,
  stock.WasteVial,
  stock.StateUse,
  places.TransferVials,
  places.PutSamplesApart,
  counts.CountLot,
  counts.ReconcileLot,
  loggers.ImportTemperatures,
  excursions.StatePlaceLimits,
  excursions.DisposeExcursion,
  disposal.ReturnVials,
  disposal.DestroyVials,
  disposal.CloseLot,
  disposal.CorrectMovement,
  worksheets.WriteWorksheets,
  worksheets.ApproveWorksheets,
  DestroySyringes,
  CloseOut,
  OpenRecord,
  clinic.EnrolParticipant,
  clinic.WithdrawParticipant,
  clinic.OrderDose,
  clinic.CancelDose,
  clinic.PrintLabels,
  labels.AccountForLabels,
  handOver.ReleaseDose,
  handOver.ConfirmReceipt,
  handOver.ReissueReceipt,
  clinic.RecordOutcome,
  clinic.BreakBlind,
  clinic.ReportFailedBreak,
  showings.ShowArmAgain,
  showings.ReadArm,
  showings.EndHandOver,
  showings.ReportFailedShowing,
  clinic.AssessImpact,
  clinic.ReissueCodeCards,
  packs.MakeEmergencyPack,
  packs.TakeInPackRecord,
  allocation.ImportAllocationList,
  allocation.StartPreparation,
  allocation.ResumePreparation,
  steps.RecordStep,
  allocation.NoteDeviation,
  allocation.FinishPreparation,
  allocation.AbandonPreparation,
  allocation.VerifyDose,
  allocation.EnquireArm,
  ShowHeldDoses,
  allocation.TakeBatchRecord,
  closing.LockDatabase,
  closing.UnlockDatabase,
  closing.UnblindTrial,
])
/** Everything that can be asked of the ledger. */
export type Command = z.infer<typeof Command>
export type CommandType = Command['type']

type Terms = {
  /** Who may ask. */
  readonly roles: readonly Role[]
  /** What the entry means. Every meaning but `act` is a signature: the passphrase is asked again (P9). */
  readonly meaning: Meaning
  /** A second person must give their own secret, unless they are the one who signed in (P15). */
  readonly secondPerson?: true
}

const everyone: readonly Role[] = [
  'pharmacist',
  'checker',
  'qa',
  'pi',
  'deputy_pi',
  'theatre',
  'blinded_inspector',
  'unblinded_inspector',
  'administrator',
]
const pharmacy: readonly Role[] = ['pharmacist']
const qa: readonly Role[] = ['qa']
const breakers: readonly Role[] = ['pi', 'deputy_pi']

/** Who may ask for what, and what it means to ask. One row for each command; there is no other list of powers. */
export const terms: Record<CommandType, Terms> = {
  ChangeSettings: { roles: pharmacy, meaning: 'approve' },
  EnrolMember: { roles: ['pharmacist', 'administrator'], meaning: 'approve' },
  RemoveMember: { roles: ['pharmacist', 'administrator'], meaning: 'approve' },
  ResetMember: { roles: ['pharmacist', 'administrator'], meaning: 'approve' },
  ChangePassphrase: { roles: everyone, meaning: 'approve' },
  PassDrill: { roles: breakers, meaning: 'approve' },
  RestateSupply: { roles: ['pharmacist', 'qa'], meaning: 'act' },
  AnswerNotice: { roles: pharmacy, meaning: 'answer_notice' },
  RecordPrint: { roles: everyone, meaning: 'act' },
  ReceiveLot: { roles: ['pharmacist', 'qa'], meaning: 'act' },
  // Until the release it is the pharmacist's to put right; from then on QA's alone, which the rule itself says.
  CorrectReceipt: { roles: ['pharmacist', 'qa'], meaning: 'correct' },
  PrintVialCodes: { roles: ['pharmacist', 'qa'], meaning: 'act' },
  EnterCertificate: { roles: ['pharmacist', 'qa'], meaning: 'act' },
  ReleaseLot: { roles: qa, meaning: 'release_lot' },
  HoldLot: { roles: qa, meaning: 'hold_lot' },
  LiftHold: { roles: qa, meaning: 'lift_hold' },
  RejectLot: { roles: qa, meaning: 'reject_lot' },
  WasteVial: { roles: pharmacy, meaning: 'act' },
  StateUse: { roles: pharmacy, meaning: 'act' },
  // A whole place may have to be emptied at night; the count finds what went wrong on the way.
  TransferVials: { roles: ['pharmacist', 'qa'], meaning: 'act' },
  PutSamplesApart: { roles: qa, meaning: 'put_apart' },
  CountLot: { roles: qa, meaning: 'count' },
  ReconcileLot: { roles: qa, meaning: 'reconcile' },
  ImportTemperatures: { roles: ['pharmacist', 'qa'], meaning: 'act' },
  StatePlaceLimits: { roles: qa, meaning: 'approve' },
  DisposeExcursion: { roles: qa, meaning: 'dispose_excursion' },
  ReturnVials: { roles: ['pharmacist', 'qa'], meaning: 'return_vials', secondPerson: true },
  DestroyVials: { roles: ['pharmacist', 'qa'], meaning: 'destroy', secondPerson: true },
  CloseLot: { roles: qa, meaning: 'close_lot' },
  CorrectMovement: { roles: ['pharmacist', 'qa'], meaning: 'correct' },
  WriteWorksheets: { roles: pharmacy, meaning: 'write_worksheets' },
  // Words that the program cannot weigh are weighed by QA, as a lot is (P16).
  ApproveWorksheets: { roles: qa, meaning: 'approve' },
  DestroySyringes: { roles: pharmacy, meaning: 'destroy', secondPerson: true },
  CloseOut: { roles: pharmacy, meaning: 'close_out', secondPerson: true },
  OpenRecord: { roles: ['pharmacist', 'unblinded_inspector'], meaning: 'act' },
  EnrolParticipant: { roles: breakers, meaning: 'act' },
  WithdrawParticipant: { roles: breakers, meaning: 'act' },
  OrderDose: { roles: breakers, meaning: 'order' },
  CancelDose: { roles: breakers, meaning: 'act' },
  PrintLabels: { roles: pharmacy, meaning: 'act' },
  AccountForLabels: { roles: pharmacy, meaning: 'act' },
  // The receiver may sign beside; without them a receipt goes along.
  ReleaseDose: { roles: pharmacy, meaning: 'hand_over', secondPerson: true },
  ConfirmReceipt: { roles: ['pharmacist', 'pi', 'deputy_pi', 'theatre'], meaning: 'act' },
  ReissueReceipt: { roles: pharmacy, meaning: 'act' },
  RecordOutcome: { roles: ['pharmacist', 'pi', 'deputy_pi', 'theatre'], meaning: 'act' },
  BreakBlind: { roles: breakers, meaning: 'break' },
  ReportFailedBreak: { roles: breakers, meaning: 'act' },
  ShowArmAgain: { roles: breakers, meaning: 'break' },
  ReadArm: { roles: breakers, meaning: 'act' },
  EndHandOver: { roles: breakers, meaning: 'act' },
  ReportFailedShowing: { roles: breakers, meaning: 'act' },
  AssessImpact: { roles: breakers, meaning: 'assess' },
  ReissueCodeCards: { roles: pharmacy, meaning: 'approve' },
  MakeEmergencyPack: { roles: ['pharmacist', 'pi', 'deputy_pi'], meaning: 'approve' },
  // Signed already, by whoever opened the pack.
  TakeInPackRecord: { roles: ['pharmacist', 'pi', 'deputy_pi'], meaning: 'act' },
  ImportAllocationList: { roles: pharmacy, meaning: 'seal_list' },
  StartPreparation: { roles: pharmacy, meaning: 'act' },
  ResumePreparation: { roles: pharmacy, meaning: 'act' },
  RecordStep: { roles: pharmacy, meaning: 'act' },
  NoteDeviation: { roles: pharmacy, meaning: 'act' },
  FinishPreparation: { roles: pharmacy, meaning: 'act' },
  AbandonPreparation: { roles: pharmacy, meaning: 'act' },
  VerifyDose: { roles: ['pharmacist', 'checker'], meaning: 'verify', secondPerson: true },
  EnquireArm: { roles: ['pharmacist', 'unblinded_inspector'], meaning: 'act' },
  // Told to whoever answers the notice, and to nobody else.
  ShowHeldDoses: { roles: pharmacy, meaning: 'act' },
  TakeBatchRecord: { roles: ['pharmacist', 'unblinded_inspector'], meaning: 'act' },
  LockDatabase: { roles: breakers, meaning: 'lock_database' },
  UnlockDatabase: { roles: breakers, meaning: 'unlock_database' },
  UnblindTrial: { roles: pharmacy, meaning: 'unblind' },
}

/** True where the act is a signature in the sense of the rules: the signer's passphrase is asked again. */
export function isSignature(command: CommandType): boolean {
  return terms[command].meaning !== 'act'
}

/** True where the role may ask for this at all; `decide` asks first. */
export function mayDo(session: Session, command: CommandType): boolean {
  return terms[command].roles.includes(session.member.role)
}

/** Checks authority, then the command's own rules, in the order in which they stand. */
export function decide(session: Session, command: Command, context: Context): Result<Events> {
  if (!mayDo(session, command.type)) return refuse('role_may_not')
  if (closing.isShutByLock(session, command.type)) return refuse('database_locked')
  const closed = isShutByCloseOut(session, command)
  if (closed !== undefined) return refuse(closed)
  switch (command.type) {
    case 'ChangeSettings':
      return registry.changeSettings(session, command, context)
    case 'EnrolMember':
      return registry.enrolMember(session, command, context)
    case 'RemoveMember':
      return registry.removeMember(session, command)
    case 'ResetMember':
      return registry.resetMember(session, command, context)
    case 'ChangePassphrase':
      return accept({ registry: [{ type: 'PassphraseChanged', memberId: session.member.memberId }] })
    case 'PassDrill':
      return registry.passDrill(session, command, context)
    case 'RestateSupply':
      return registry.restateSupply(session, context)
    case 'AnswerNotice':
      return registry.answerNotice(session, command)
    case 'RecordPrint':
      return registry.recordPrint(command)
    case 'ReceiveLot':
      return receipt.receiveLot(session, command, context)
    case 'PrintVialCodes':
      return receipt.printVialCodes(session, command)
    case 'CorrectReceipt':
      return correctReceipt(session, command, context)
    case 'EnterCertificate':
      return enterCertificate(session, command, context)
    case 'ReleaseLot':
      return stock.releaseLot(session, command, context)
    case 'HoldLot':
      return stock.holdLot(session, command, context)
    case 'LiftHold':
      return stock.liftHold(session, command, context)
    case 'RejectLot':
      return stock.rejectLot(session, command, context)
    case 'WasteVial':
      return stock.wasteVial(session, command, context)
    case 'StateUse':
      return stock.stateUse(session)
    case 'CountLot':
      return counts.countLot(session, command, context)
    case 'ReconcileLot':
      return counts.reconcileLot(session, command)
    case 'TransferVials':
      return places.transferVials(session, command, context)
    case 'PutSamplesApart':
      return places.putSamplesApart(session, command, context)
    case 'ImportTemperatures':
      return loggers.importTemperatures(session, command, context)
    case 'StatePlaceLimits':
      return excursions.statePlaceLimits(session, command)
    case 'DisposeExcursion':
      return excursions.disposeExcursion(session, command, context)
    case 'ReturnVials':
      return disposal.returnVials(session, command, context)
    case 'DestroyVials':
      return disposal.destroyVials(session, command, context)
    case 'CloseLot':
      return disposal.closeLot(session, command)
    case 'CorrectMovement':
      return disposal.correctMovement(session, command)
    case 'WriteWorksheets':
      return worksheets.writeWorksheets(session, command)
    case 'ApproveWorksheets':
      return worksheets.approveWorksheets(session, command)
    case 'DestroySyringes':
      return destroySyringes(session, command, context)
    case 'CloseOut':
      return closeOut(session, context)
    case 'OpenRecord':
      return openRecord(session, command)
    case 'EnrolParticipant':
      return clinic.enrolParticipant(session, command, context)
    case 'WithdrawParticipant':
      return clinic.withdrawParticipant(session, command)
    case 'OrderDose':
      return clinic.orderDose(session, command, context)
    case 'CancelDose':
      return clinic.cancelDose(session, command)
    case 'PrintLabels':
      return clinic.printLabels(session, command, context)
    case 'AccountForLabels':
      return labels.accountForLabels(session, command)
    case 'ReleaseDose':
      return handOver.releaseDose(session, command, context)
    case 'ConfirmReceipt':
      return handOver.confirmReceipt(session, command)
    case 'ReissueReceipt':
      return handOver.reissueReceipt(session, command, context)
    case 'RecordOutcome':
      return clinic.recordOutcome(session, command, context)
    case 'BreakBlind':
      return clinic.breakBlind(session, command, context)
    case 'ReportFailedBreak':
      return clinic.reportFailedBreak(session, command, context)
    case 'ShowArmAgain':
      return showings.showArmAgain(session, command)
    case 'ReadArm':
      return showings.readArm(session, command, context)
    case 'EndHandOver':
      return showings.endHandOver(session, command, context)
    case 'ReportFailedShowing':
      return showings.reportFailedShowing(session, command, context)
    case 'AssessImpact':
      return clinic.assessImpact(session, command)
    case 'ReissueCodeCards':
      return clinic.reissueCodeCards(session, command, context)
    case 'MakeEmergencyPack':
      return packs.makeEmergencyPack(session, context)
    case 'TakeInPackRecord':
      return packs.takeInPackRecord(session, context)
    case 'ImportAllocationList':
      return allocation.importAllocationList(session, command, context)
    case 'StartPreparation':
      return allocation.startPreparation(session, command, context)
    case 'ResumePreparation':
      return allocation.resumePreparation(session, command)
    case 'RecordStep':
      return steps.recordStep(session, command, context)
    case 'NoteDeviation':
      return allocation.noteDeviation(session, command)
    case 'FinishPreparation':
      return allocation.finishPreparation(session, command, context)
    case 'AbandonPreparation':
      return allocation.abandonPreparation(session, command)
    case 'VerifyDose':
      return allocation.verifyDose(session, command, context)
    case 'EnquireArm':
      return allocation.enquireArm(session, command)
    case 'ShowHeldDoses':
      return showHeldDoses(session, command)
    case 'TakeBatchRecord':
      return allocation.takeBatchRecord(session, command)
    case 'LockDatabase':
      return closing.lockDatabase(session, command, context)
    case 'UnlockDatabase':
      return closing.unlockDatabase(session, command)
    case 'UnblindTrial':
      return closing.unblindTrial(session, command, context)
    default:
      return never(command)
  }
}
