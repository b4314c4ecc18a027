/**
 * The emergency pack: the break works when this computer does not (B7).
 *
 * Knows: which packs were made, and for whom; records of packs that were opened elsewhere. Promises: a pack is made only
 * where each envelope also needs its paper card; a record is taken in once, as the break that it is.
 */
import { z } from 'zod'
import { mayBreak } from '../books.ts'
import type { Context } from '../context.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { withdrawParticipant } from './commands.ts'
import type { ClinicEvent } from './events.ts'
import type { EmergencyPack } from './pack-book.ts'

export const MakeEmergencyPack = z.strictObject({ type: z.literal('MakeEmergencyPack') })
/** The record travels beside the command, as a file. */
export const TakeInPackRecord = z.strictObject({ type: z.literal('TakeInPackRecord') })

/** Why a pack no longer fits the file. */
export type PackFault =
  /** Cards were issued anew or envelopes granted since: it knows only the former ones. */
  | 'envelopes'
  /** Somebody in it may no longer break the blind, or somebody who may is not in it. */
  | 'breakers'
  /** A breaker has another passphrase now; the pack opens with the former one. */
  | 'passphrase'
  /** Participants enrolled since are not listed in it. */
  | 'enrolment'
  /** The protocol's text or the telephone number may be others now. */
  | 'settings'

/** The latest pack, and what has changed since it was made. */
export type PackState = EmergencyPack & { readonly faults: readonly PackFault[] }

/** The pack that lies in the safe, if the latest one was put there; undefined where none was made. */
export function packState(session: Session): PackState | undefined {
  const clinic = held(session.clinic)
  const pack = [...clinic.packs.values()].at(-1)
  if (pack === undefined) return undefined
  const { members, settingsSeq } = session.registry
  const now = [...members.values()].filter((one) => mayBreak(one.role) && one.removedAt === undefined)
  const faults: PackFault[] = []
  if (clinic.envelopesSeq > pack.seq) faults.push('envelopes')
  if (now.length !== pack.breakers.length || now.some((one) => !pack.breakers.includes(one.memberId)))
    faults.push('breakers')
  if (now.some((one) => (one.passphraseSeq ?? 0) > pack.seq)) faults.push('passphrase')
  if (clinic.participants.size > pack.enrolledCount) faults.push('enrolment')
  if (settingsSeq > pack.seq) faults.push('settings')
  return { ...pack, faults }
}

/** Without cards, one person with one passphrase could open every envelope of a pack, and no torn paper would show it. */
export function makeEmergencyPack(session: Session, context: Context): Result<Events> {
  const clinic = held(session.clinic)
  if (clinic.numberCount === 0) return refuse('list_not_sealed')
  if (clinic.openWith === 'secret') return refuse('pack_needs_cards')
  const pack = held(context.pack)
  if (pack.breakers.length === 0) return refuse('pack_without_breakers')
  const made: ClinicEvent = { type: 'EmergencyPackMade', ...pack, enrolledCount: clinic.participants.size }
  return accept({ clinic: [made] })
}

/** What was opened elsewhere stands in the same lists as a break made here, and asks for the same work afterwards. */
export function takeInPackRecord(session: Session, context: Context): Result<Events> {
  if (context.packRecord === undefined) return refuse('file_not_found', { field: 'file' })
  const { mark, record } = context.packRecord
  const clinic = held(session.clinic)
  const pack = clinic.packs.get(record.packId)
  if (pack === undefined || !pack.breakers.includes(record.by)) return refuse('pack_unknown', { field: 'file' })
  if (!clinic.participants.has(record.number))
    return refuse('record_number_unknown', { field: 'file', values: { number: record.number } })
  for (const broken of clinic.breaks.values())
    if (broken.elsewhere?.record === mark) return refuse('record_already_taken_in', { field: 'file' })
  const { fileId: _, packId, openedAt, page: __, ...broken } = record
  const elsewhere = { packId, openedAt, record: mark }
  const events: ClinicEvent[] = [
    { type: 'BlindBroken', breakId: context.id(), ...broken, elsewhere },
    { type: 'ArmShown', number: record.number, to: record.by, occasion: 'emergency_pack', note: '' },
  ]
  return accept({ clinic: [...events, ...leaving(session, record.number)] })
}

/** The participant leaves where the protocol says so, and has not left already (B11). */
function leaving(session: Session, number: number): readonly ClinicEvent[] {
  const { settings } = session.registry
  if (!settings.emergency.participantLeavesAfterBreak) return []
  // Refused where the participant had left before; then there is nothing to do.
  const left = withdrawParticipant(session, { type: 'WithdrawParticipant', number, reason: 'emergency_break' })
  return left.ok ? (left.value.clinic ?? []) : []
}
