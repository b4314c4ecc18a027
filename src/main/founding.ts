/** How a study begins: a new file with its birth certificate, the first pharmacist, and two recovery sets on paper. */
import { rmSync } from 'node:fs'
import { booksOf } from '../core/books.ts'
import type { Meaning } from '../core/context.ts'
import type { StudySettings } from '../core/registry/settings.ts'
import { accept, type Result, refuse } from '../core/result.ts'
import { type Events, held } from '../core/session.ts'
import { createLedger, type WritableLedger } from './ledger/ledger.ts'
import { fileIdBytes } from './ledger/schema.ts'
import { strengthOf } from './passphrases.ts'
import { sealEvents } from './session.ts'
import { freshId, type StudyTools } from './study-tools.ts'
import { BookKeys, grantAll, newBookKey } from './vault/book-keys.ts'
import { passphraseBytes } from './vault/kdf.ts'
import { enrolMember, openOwnKey } from './vault/member-keys.ts'
import { booksOfRecovery, makeRecovery, recoverySets, type Sheet } from './vault/recovery.ts'
import { createSeal } from './vault/seal.ts'
import { wipe } from './vault/secret.ts'

/** What the founder states. */
export type Founding = {
  readonly settings: StudySettings
  readonly practice: boolean
  readonly founder: { readonly name: string; readonly login: string; readonly passphrase: string }
}

/** Writes a new file at a path where nothing lies yet. The recovery sheets are made once and kept nowhere. */
export async function foundFile(
  path: string,
  founding: Founding,
  tools: StudyTools,
): Promise<Result<{ ledger: WritableLedger; sheets: readonly Sheet[] }>> {
  const { founder, settings, practice } = founding
  const { enough } = await strengthOf(founder.passphrase, [founder.name, founder.login])
  if (!enough) return refuse('passphrase_weak', { field: 'founder.passphrase' })
  const at = tools.clock.now().toISOString()
  const memberId = freshId(tools)
  const enrolled = await enrolMember(
    { member: memberId, login: founder.login, passphrase: passphraseBytes(founder.passphrase) },
    tools,
  )
  const bookKeys = new BookKeys()
  for (const book of booksOf('pharmacist')) bookKeys.add(book, 1, newBookKey(tools.dice))
  const own = await tools.kdf.derive(
    passphraseBytes(founder.passphrase),
    enrolled.keys.wrapping.salt,
    enrolled.keys.wrapping.cost,
  )
  const signer = held(openOwnKey(enrolled.keys, own) ?? undefined)
  wipe(own)
  const fileId = Buffer.alloc(fileIdBytes)
  tools.dice.fill(fileId)
  const ledger = createLedger(path, { createdAt: at, fileId })
  try {
    const seal = (tools.seal ?? createSeal)(ledger.fileId, bookKeys, tools.dice)
    const recovery = recoverySets.map((set) => ({ set, ...makeRecovery(set, tools.dice) }))
    const events: Events = {
      registry: [
        { type: 'StudyFounded', practice, settings },
        {
          type: 'MemberEnrolled',
          memberId,
          login: founder.login,
          name: founder.name,
          role: 'pharmacist',
          books: booksOf('pharmacist'),
        },
      ],
    }
    ledger.append(ledger.head(), [
      {
        at,
        member: memberId,
        meaning: (practice ? 'found_practice' : 'found') satisfies Meaning,
        session: null,
        parts: sealEvents(seal, 1, events),
        keyring: [
          enrolled.row,
          ...grantAll(
            { holder: memberId, boxPublicKey: enrolled.keys.boxPublicKey },
            bookKeys.books(),
            bookKeys,
            tools.dice,
          ),
          ...recovery.flatMap(({ set, row, boxPublicKey }) => [
            row,
            ...grantAll({ holder: set, boxPublicKey }, booksOfRecovery[set], bookKeys, tools.dice),
          ]),
        ],
        sign: signer.sign,
      },
    ])
    seal.wipe()
    return accept({ ledger, sheets: recovery.flatMap(({ sheets }) => sheets) })
  } catch (error) {
    // A file without its birth certificate is no study; nobody should find it later and wonder.
    ledger.close()
    for (const name of ['', '-wal', '-shm']) rmSync(`${path}${name}`, { force: true })
    throw error
  } finally {
    signer.end()
    bookKeys.wipe()
    wipe(enrolled.boxSecretKey)
  }
}
