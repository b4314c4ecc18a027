/**
 * What unlocking costs beside the key derivation, at the size of the trial: opening the secrets and book keys, replaying
 * every entry, making a session key, appending the sign-in.
 */
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { books } from '../../src/core/books.ts'
import { createLedger, type WritableLedger } from '../../src/main/ledger/ledger.ts'
import { BookKeys, grantAll, newBookKey } from '../../src/main/vault/book-keys.ts'
import { systemDice } from '../../src/main/vault/dice.ts'
import { defaultKdfCost, type Kdf, passphraseBytes, startKdf } from '../../src/main/vault/kdf.ts'
import { Keyring } from '../../src/main/vault/keyring.ts'
import { enrolMember } from '../../src/main/vault/member-keys.ts'
import { createSeal } from '../../src/main/vault/seal.ts'
import { newSessionKey, sessionRow } from '../../src/main/vault/session-key.ts'
import { Unlocking } from '../../src/main/vault/unlock.ts'
import { at, doseContents } from '../main/ledger/written.ts'
import { newFolder } from '../support/folder.ts'

const passphrase = passphraseBytes('a passphrase of the usual length')
const clock = { now: () => new Date(), monotonicMilliseconds: () => performance.now() }

/** A key derivation that tells how long it took. */
function timed(kdf: Kdf): Kdf & { taken(): number } {
  let taken = 0
  return {
    async derive(typed, salt, cost) {
      const start = performance.now()
      const key = await kdf.derive(typed, salt, cost)
      taken = performance.now() - start
      return key
    },
    stop: () => kdf.stop(),
    taken: () => taken,
  }
}

/** A ledger of one member who holds every book and has signed in once and written all the rest. */
async function trialLedger(entries: number, kdf: Kdf): Promise<WritableLedger> {
  const ledger = createLedger(join(newFolder(), 'unlock.counterseal'), {
    createdAt: at,
    fileId: Buffer.alloc(16),
  })
  const keys = new BookKeys()
  for (const book of books) keys.add(book, 1, newBookKey(systemDice))
  const member = await enrolMember(
    { member: 'ana', login: 'ana', passphrase },
    { kdf, dice: systemDice, cost: defaultKdfCost },
  )
  const holder = { holder: 'ana', boxPublicKey: member.keys.boxPublicKey }
  const rows = [member.row, ...grantAll(holder, books, keys, systemDice)]
  const seal = createSeal(ledger.fileId, keys)
  const unlocking = new Unlocking({ log: ledger, keyring: keyringOf(rows), kdf, clock })
  const unlocked = await unlocking.unlock('ana', passphrase)
  if (!unlocked.ok) throw new Error('bench: not unlocked')
  const session = newSessionKey(systemDice)
  const common = { at, member: 'ana', parts: [] }
  ledger.append(ledger.head(), [
    {
      ...common,
      meaning: 'birth',
      session: null,
      keyring: [...rows, sessionRow('ana', session)],
      sign: unlocked.own.sign,
    },
  ])
  for (let seq = 2; seq <= entries; seq++) {
    const contents = doseContents(seq)
    const parts = (['clinic', 'stock'] as const).map((book) => seal.seal({ seq, book }, contents[book]))
    ledger.append(ledger.head(), [
      { ...common, meaning: seq === entries ? 'lock' : 'act', session: 1, parts, sign: session.sign },
    ])
  }
  return ledger
}

function keyringOf(rows: ReturnType<typeof grantAll>): Keyring {
  const keyring = new Keyring()
  keyring.apply(rows.map((row, position) => ({ ...row, entry: 1, position })))
  return keyring
}

/** Everything but the key derivation, as a share of the key derivation; milliseconds of both. */
export async function unlockOverhead(
  entries = 300,
  rounds = 9,
): Promise<{ overhead: number; rest: number; kdf: number }> {
  const kdf = timed(startKdf())
  const ledger = await trialLedger(entries, kdf)
  const rest: number[] = []
  const derived: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await unlockOnce(ledger, kdf)
    rest.push(performance.now() - start - kdf.taken())
    derived.push(kdf.taken())
  }
  await kdf.stop()
  ledger.close()
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
  return { overhead: middle(rest) / middle(derived), rest: middle(rest), kdf: middle(derived) }
}

/** What the application does between the pressed key and the first screen, without the screen. */
async function unlockOnce(ledger: WritableLedger, kdf: Kdf): Promise<void> {
  const keyring = new Keyring()
  keyring.apply(ledger.keyringRows())
  const unlocked = await new Unlocking({ log: ledger, keyring, kdf, clock }).unlock('ana', passphrase)
  if (!unlocked.ok) throw new Error('bench: not unlocked')
  const seal = createSeal(ledger.fileId, unlocked.bookKeys)
  const opened: unknown[] = []
  const outcome = await ledger.replay({
    open: { books: unlocked.bookKeys.books(), part: seal.open },
    apply: (_, parts) => opened.push(parts),
  })
  if (!outcome.ok || opened.length < 2) throw new Error('bench: not replayed')
  const session = newSessionKey(systemDice)
  const draft = { at, member: 'ana', meaning: 'lock', session: null, parts: [], keyring: [sessionRow('ana', session)] }
  ledger.append(ledger.head(), [{ ...draft, sign: unlocked.own.sign }])
  unlocked.lock()
}
