/**
 * Everybody else at the same machine: each gives login and passphrase inside the session of whoever is signed in.
 *
 * Knows: what was typed beside a command. Promises: each secret is tried once, and counts as a try to unlock; where one
 * does not open, all that were opened are put away; what is handed on is put away by `end`.
 */
import { mayBreak } from '../core/books.ts'
import type { Context } from '../core/context.ts'
import { type Command, terms } from '../core/decide.ts'
import { accept, type Refused, type Result, refuse } from '../core/result.ts'
import type { Session } from '../core/session.ts'
import type { EntryDraft } from './ledger/entry.ts'
import type { ReadableLedger } from './ledger/ledger.ts'
import { signTogether } from './ledger/together.ts'
import type { Beside } from './study-tools.ts'
import { passphraseBytes } from './vault/kdf.ts'
import { wipe } from './vault/secret.ts'
import type { NotUnlocked, Unlocked, Unlocking } from './vault/unlock.ts'

/** The others, as the rule and as the entry need them. */
export type Others = {
  readonly context: Pick<Context, 'witness' | 'together'>
  readonly witness: EntryDraft['witness']
  end(): void
}

const nobody: Others = { context: {}, witness: undefined, end: () => undefined }

/** Tries the secrets of everybody else whom the act asks for. */
export async function othersPresent(
  unlocking: Unlocking,
  ledger: ReadableLedger,
  session: Session,
  command: Command,
  beside: Beside,
): Promise<Result<Others>> {
  if (command.type === 'UnblindTrial') return peopleTogether(unlocking, ledger, session, beside)
  if (terms[command.type].secondPerson !== true || beside.witness === undefined) return accept(nobody)
  return secondPerson(unlocking, session, beside.witness)
}

type Secret = { readonly login: string; readonly passphrase: string }

/** The second person's own secret, where somebody else is signed in. */
async function secondPerson(unlocking: Unlocking, session: Session, secret: Secret): Promise<Result<Others>> {
  const unlocked = await opened(unlocking, secret)
  if (!unlocked.ok)
    return unlocked.reason === 'wait' ? notUnlocked(unlocked) : refuse('witness_wrong', { field: 'witness' })
  if (unlocked.keys.member === session.member.memberId) {
    unlocked.lock()
    return refuse('witness_is_yourself', { field: 'witness' })
  }
  const member = session.registry.members.get(unlocked.keys.member)
  return accept({
    context: member === undefined ? {} : { witness: member },
    witness: { member: unlocked.keys.member, sign: unlocked.own.sign },
    end: () => unlocked.lock(),
  })
}

/** Several people, one after the other. The first investigator among them also signs the entry itself, as its witness. */
async function peopleTogether(
  unlocking: Unlocking,
  ledger: ReadableLedger,
  { registry }: Session,
  beside: Beside,
): Promise<Result<Others>> {
  const people: Unlocked[] = []
  const end = () => {
    for (const one of people) one.lock()
  }
  try {
    for (const [index, secret] of (beside.together ?? []).entries()) {
      const field = `together.${index}`
      const unlocked = await opened(unlocking, secret)
      if (!unlocked.ok) {
        end()
        return unlocked.reason === 'wait' ? notUnlocked(unlocked, field) : refuse('together_wrong', { field })
      }
      people.push(unlocked)
    }
  } catch (error) {
    end()
    throw error
  }
  const meaning = terms.UnblindTrial.meaning
  const together = people.flatMap(({ keys, own }) => {
    const member = registry.members.get(keys.member)
    const sign = (statement: string) => signTogether(ledger, { meaning, statement }, own.sign)
    return member === undefined ? [] : [{ member, sign, own }]
  })
  const investigator = together.find(({ member }) => mayBreak(member.role))
  return accept({
    context: { together: together.map(({ member, sign }) => ({ member, sign })) },
    witness:
      investigator === undefined ? undefined : { member: investigator.member.memberId, sign: investigator.own.sign },
    end,
  })
}

async function opened(unlocking: Unlocking, { login, passphrase }: Secret): Promise<Unlocked | NotUnlocked> {
  const typed = passphraseBytes(passphrase)
  const unlocked = await unlocking.unlock(login, typed)
  wipe(typed)
  return unlocked
}

/** Why nothing was unlocked, as the rule that says no. */
export function notUnlocked(failed: NotUnlocked, field?: string): Refused {
  const beside = field === undefined ? {} : { field }
  if (failed.reason === 'kdf_above_ceiling') return refuse('key_derivation_excessive', beside)
  const values = { seconds: failed.waitSeconds }
  return refuse(failed.reason === 'wait' ? 'wait_before_next_try' : 'sign_in_failed', { values, ...beside })
}
