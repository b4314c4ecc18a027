/**
 * Unlocking: a login and a passphrase in, a member's receiving secret and book keys out.
 *
 * Knows: the keyring, the recorded tries, the key derivation. Promises: an unknown login and a wrong passphrase give
 * the same answer after the same work; the answer says nothing about which of the two it was, or about anybody.
 */

import type { Sign } from '../ledger/entry.ts'
import type { Attempt } from '../ledger/store.ts'
import { bucketOf, type Clock, Waits } from './attempts.ts'
import { type BookKeys, openGrants } from './book-keys.ts'
import { defaultKdfCost, judgeKdfCost, type Kdf, saltBytes } from './kdf.ts'
import type { Keyring } from './keyring.ts'
import { type MemberKeys, openBoxSecret, openOwnKey, pairOf, type Wrapping } from './member-keys.ts'
import { type Secret, wipe } from './secret.ts'
import { sodium } from './sodium.ts'

/** Where tries are kept; a ledger opened for writing is one. */
export type AttemptLog = {
  readonly fileId: Uint8Array
  attempts(): Attempt[]
  recordAttempt(attempt: Attempt): void
}

/** A member whose secrets are open. End it with `lock`. */
export type Unlocked = {
  readonly ok: true
  readonly keys: MemberKeys
  readonly boxSecretKey: Secret
  readonly bookKeys: BookKeys
  /** The member's wrapping was made below the floor: somebody weakened it. To be said, and mended by a new passphrase. */
  readonly weakened: boolean
  /** The member's own signing, open for the sign-in entry that vouches for the session key; end it right after. */
  readonly own: { readonly sign: Sign; end(): void }
  /** Wipes every secret. */
  lock(): void
}

/** Why nothing was unlocked. */
export type NotUnlocked =
  | { readonly ok: false; readonly reason: 'not_opened' | 'wait'; readonly waitSeconds: number }
  /** Some member's key derivation would cost more than is ever chosen; nothing was derived. */
  | { readonly ok: false; readonly reason: 'kdf_above_ceiling' }

/** Takes logins and passphrases for one open file. */
export class Unlocking {
  readonly #log: AttemptLog
  readonly #keyring: Keyring
  readonly #kdf: Kdf
  readonly #clock: Clock
  readonly #waits: Waits
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: { log: AttemptLog; keyring: Keyring; kdf: Kdf; clock: Clock }) {
    this.#log = parts.log
    this.#keyring = parts.keyring
    this.#kdf = parts.kdf
    this.#clock = parts.clock
    this.#waits = new Waits(parts.log.attempts(), parts.clock)
  }

  /**
   * Tries to unlock; one try at a time, so that many at once cannot slip past the wait. The passphrase's bytes are the
   * caller's to wipe.
   * @throws LedgerFault where a failure cannot be recorded
   */
  unlock(login: string, passphrase: Uint8Array): Promise<Unlocked | NotUnlocked> {
    const turn = this.#turn.then(() => this.#try(login, passphrase))
    // What was unlocked is the caller's alone, and goes when they let it go.
    this.#turn = turn.then(nothing, nothing)
    return turn
  }

  async #try(login: string, passphrase: Uint8Array): Promise<Unlocked | NotUnlocked> {
    const members = this.#keyring.members()
    if (members.some((keys) => judgeKdfCost(keys.wrapping.cost) === 'above_ceiling')) {
      return { ok: false, reason: 'kdf_above_ceiling' }
    }
    const bucket = bucketOf(login, this.#log.fileId)
    const waitSeconds = this.#waits.remaining(bucket)
    if (waitSeconds > 0) return { ok: false, reason: 'wait', waitSeconds }
    const known = this.#keyring.byLogin(login)
    const keys = known ?? this.#nobody(login, members)
    const unlocked = await this.#open(keys, passphrase)
    if (unlocked === null || known === undefined) {
      unlocked?.lock()
      this.#record(bucket, known?.member ?? null, false)
      return { ok: false, reason: 'not_opened', waitSeconds: this.#waits.remaining(bucket) }
    }
    if (this.#waits.hasFailures(bucket)) this.#record(bucket, known.member, true)
    return unlocked
  }

  async #open(keys: MemberKeys, passphrase: Uint8Array): Promise<Unlocked | null> {
    const key = await this.#kdf.derive(passphrase, keys.wrapping.salt, keys.wrapping.cost)
    const boxSecretKey = openBoxSecret(keys, key)
    const own = openOwnKey(keys, key)
    wipe(key)
    if (boxSecretKey === null || own === null) return null
    const bookKeys = openGrants(this.#keyring.grantsOf(keys.member), pairOf(keys, boxSecretKey))
    return {
      ok: true,
      keys,
      boxSecretKey,
      bookKeys,
      weakened: judgeKdfCost(keys.wrapping.cost) === 'below_floor',
      own,
      lock() {
        own.end()
        bookKeys.wipe()
        wipe(boxSecretKey)
      },
    }
  }

  #record(bucket: number, member: string | null, opened: boolean): void {
    // Counted before it is written: a disk that refuses must not make guessing free.
    this.#waits.count(bucket, opened)
    this.#log.recordAttempt({ at: this.#clock.now().toISOString(), member, bucket, opened })
  }

  /** Somebody who does not exist, at the cost of somebody who does; the same nobody for the same login. */
  #nobody(login: string, members: readonly MemberKeys[]): MemberKeys {
    const hash = Buffer.alloc(64)
    sodium.crypto_generichash(hash, Buffer.from(login, 'utf8'), this.#log.fileId)
    const like = members[(hash[0] as number) % Math.max(1, members.length)]
    const wrapping: Wrapping = {
      cost: like?.wrapping.cost ?? defaultKdfCost,
      salt: hash.subarray(0, saltBytes),
      signSeed: Buffer.alloc(like?.wrapping.signSeed.length ?? 72),
      boxSecretKey: Buffer.alloc(like?.wrapping.boxSecretKey.length ?? 72),
    }
    return { member: '', login: '', signPublicKey: Buffer.alloc(32), boxPublicKey: Buffer.alloc(32), wrapping }
  }
}

function nothing(): void {}
