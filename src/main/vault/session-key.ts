/**
 * The key of one sign-in: signs what a member does until they lock, so that every entry can be attributed.
 *
 * Knows: one Ed25519 pair that lives in memory only. Promises: its public half stands in the sign-in entry, signed with
 * the member's own key; after `end` it signs nothing.
 */
import type { KeyringRow, Sign } from '../ledger/entry.ts'
import type { Dice } from './dice.ts'
import { publicKeyBytes, signWith } from './member-keys.ts'
import { secret, toText, wipe } from './secret.ts'
import { sodium } from './sodium.ts'

/** An open session key. */
export type SessionKey = { readonly publicKey: Buffer; readonly sign: Sign; end(): void }

/** Makes a fresh key for a sign-in. */
export function newSessionKey(dice: Dice): SessionKey {
  const seed = secret(32)
  dice.fill(seed)
  const publicKey = Buffer.alloc(publicKeyBytes)
  const secretKey = secret(64)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed)
  wipe(seed)
  let open = true
  return {
    publicKey,
    sign(message) {
      if (!open) throw new Error('vault: the session has ended')
      return signWith(secretKey, message)
    },
    end() {
      open = false
      wipe(secretKey)
    },
  }
}

/** The keyring row of a sign-in entry. */
export function sessionRow(member: string, session: SessionKey): KeyringRow {
  return { member, kind: 'session', content: JSON.stringify({ publicKey: toText(session.publicKey) }) }
}
