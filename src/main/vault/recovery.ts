/**
 * Recovery on paper, for the day when every passphrase is lost.
 *
 * Knows: two recovery sets, each an X25519 pair to which book keys are granted as to a member. Promises: the secret of a
 * set exists on paper only, on three sheets of which any two give it back and one alone says nothing about it.
 *
 * How: the set's secret seed (16 random bytes) is the exclusive-or of three random pieces; each sheet carries two of the
 * three. Whoever has one sheet lacks one piece, and without it every seed is equally likely; two sheets have all three.
 * (Replicated secret sharing: Ito, Saito, Nishizeki 1987.) Each line of a sheet ends in a check character.
 */
import type { Book } from '../../core/books.ts'
import { checkCharacter } from '../../core/codes.ts'
import { checks, fromBase32, grouped, plainCode, toBase32 } from '../ledger/crockford.ts'
import type { KeyringRow } from '../ledger/entry.ts'
import type { Dice } from './dice.ts'
import type { BoxPair } from './sealed-box.ts'
import { secret, takeSecret, toText, wipe } from './secret.ts'
import { sodium } from './sodium.ts'

/** The two sets: recovering a file must never be a reason to unblind, so the allocation book has its own. */
export const recoverySets = ['recovery-books', 'recovery-allocation'] as const
/** The id of a recovery set in the keyring. */
export type RecoverySet = (typeof recoverySets)[number]

/** The books that each set restores. */
export const booksOfRecovery: Record<RecoverySet, readonly Book[]> = {
  'recovery-books': ['registry', 'clinic', 'stock'],
  'recovery-allocation': ['allocation'],
}

/** A sheet to print: which set, which of three, and its lines. The first line names set, sheet and issue. */
export type Sheet = { readonly set: RecoverySet; readonly sheet: 1 | 2 | 3; readonly lines: readonly string[] }

/** A set just made: its keyring row, its public key (to grant to), and the sheets. Nothing else of it is kept. */
export type NewRecovery = { readonly row: KeyringRow; readonly boxPublicKey: Buffer; readonly sheets: Sheet[] }

/** Why sheets do not restore. `sheet` counts the sheets handed in, `line` their lines, both from 1. */
export type RecoveryRefusal =
  | { readonly ok: false; readonly reason: 'sheet_mistyped'; readonly sheet: number; readonly line: number }
  | { readonly ok: false; readonly reason: 'sheets_too_few' | 'sheets_of_different_sets' | 'sheets_do_not_fit' }

const pieceBytes = 16
const issueBytes = 4
const pieceCharacters = 26
const headerCharacters = 1 + 1 + 7
const sheetNumbers = [1, 2, 3] as const
const setLetters: Record<RecoverySet, string> = { 'recovery-books': 'B', 'recovery-allocation': 'A' }

/** Makes a recovery set. Grant it its books with `grantAll`, print the sheets, and forget them. */
export function makeRecovery(set: RecoverySet, dice: Dice): NewRecovery {
  const pieces = sheetNumbers.map(() => secret(pieceBytes))
  for (const piece of pieces) dice.fill(piece)
  const pair = pairFrom(set, pieces)
  const issue = toBase32(issueOf(pair.boxPublicKey))
  const sheets = sheetNumbers.map((sheet) => ({
    set,
    sheet,
    lines: [
      `${setLetters[set]}${sheet}${issue}`,
      ...piecesOn(sheet).map((place) => toBase32(pieces[place] as Buffer)),
    ].map((line) => grouped(line + checkCharacter(line))),
  }))
  wipe(...pieces, pair.boxSecretKey)
  const content = JSON.stringify({ boxPublicKey: toText(pair.boxPublicKey) })
  return { row: { member: set, kind: 'recovery', content }, boxPublicKey: pair.boxPublicKey, sheets }
}

/** The set's pair from the lines of any two sheets. Wipe `boxSecretKey` when the books are granted anew. */
export function restore(
  sheets: readonly (readonly string[])[],
): ({ ok: true; set: RecoverySet } & BoxPair) | RecoveryRefusal {
  const read: ReadSheet[] = []
  for (const [place, lines] of sheets.entries()) {
    const sheet = readSheet(lines)
    if (typeof sheet === 'number') return { ok: false, reason: 'sheet_mistyped', sheet: place + 1, line: sheet }
    read.push(sheet)
  }
  const [first] = read
  if (first === undefined || new Set(read.map((one) => one.sheet)).size < 2)
    return { ok: false, reason: 'sheets_too_few' }
  if (read.some((one) => one.set !== first.set || one.issue !== first.issue)) {
    return { ok: false, reason: 'sheets_of_different_sets' }
  }
  const pieces = sheetNumbers.map((_, place) => read.flatMap((one) => one.pieces.get(place) ?? []).at(0) ?? null)
  if (!pieces.every((piece) => piece !== null)) return { ok: false, reason: 'sheets_too_few' }
  const pair = pairFrom(first.set, pieces)
  for (const one of read) wipe(...one.pieces.values())
  if (toBase32(issueOf(pair.boxPublicKey)) !== first.issue) return { ok: false, reason: 'sheets_do_not_fit' }
  return { ok: true, set: first.set, ...pair }
}

/** Sheet n lacks piece n. */
function piecesOn(sheet: number): number[] {
  return [0, 1, 2].filter((place) => place !== sheet - 1)
}

type ReadSheet = { set: RecoverySet; sheet: number; issue: string; pieces: Map<number, Uint8Array> }

/** A sheet's content, or the number of the first line that was mistyped. */
function readSheet(lines: readonly string[]): ReadSheet | number {
  const header = readLine(lines[0], headerCharacters)
  if (header === null) return 1
  const set = recoverySets.find((one) => setLetters[one] === header[0])
  const sheet = Number(header[1])
  if (set === undefined || !(sheet >= 1 && sheet <= 3)) return 1
  const pieces = new Map<number, Uint8Array>()
  for (const [index, place] of piecesOn(sheet).entries()) {
    const line = readLine(lines[index + 1], pieceCharacters)
    const piece = line === null ? null : fromBase32(line)
    if (piece === null) return index + 2
    pieces.set(place, takeSecret(piece))
  }
  return { set, sheet, issue: header.slice(2), pieces }
}

function readLine(typed: string | undefined, characters: number): string | null {
  const code = plainCode(typed ?? '')
  return code !== null && code.length === characters + 1 && checks(code) ? code.slice(0, -1) : null
}

function pairFrom(set: RecoverySet, pieces: readonly Uint8Array[]): { boxPublicKey: Buffer; boxSecretKey: Buffer } {
  const joined = secret(pieceBytes)
  for (let index = 0; index < pieceBytes; index++) {
    joined[index] = pieces.reduce((bits, piece) => bits ^ (piece[index] as number), 0)
  }
  const seed = secret(32)
  sodium.crypto_generichash_batch(seed, [Buffer.from(`counterseal recovery ${set} `, 'utf8'), joined])
  const boxPublicKey = Buffer.alloc(32)
  const boxSecretKey = secret(32)
  sodium.crypto_box_seed_keypair(boxPublicKey, boxSecretKey, seed)
  wipe(joined, seed)
  return { boxPublicKey, boxSecretKey }
}

/** Four bytes that sheets of one issue share: a fingerprint of the public key, which also tells a right restoration. */
function issueOf(boxPublicKey: Uint8Array): Buffer {
  const hash = Buffer.alloc(32)
  sodium.crypto_generichash(hash, boxPublicKey)
  return hash.subarray(0, issueBytes)
}
