/**
 * A member's two key pairs, and how a passphrase keeps them.
 *
 * Knows: Ed25519 (to sign), X25519 (to receive), the key derived from a passphrase. Promises: the two secrets are
 * wrapped one by one, so that opening the second does not open the first; a wrap is bound to its member and its public
 * key; a weak public key is refused before anybody trusts it.
 */
import type { KeyringRow, Sign } from '../ledger/entry.ts'
import type { Dice } from './dice.ts'
import { type ChosenKdfCost, type Kdf, type KdfCost, saltBytes } from './kdf.ts'
import { lockBytes, unlockBytes } from './locked-box.ts'
import type { BoxPair } from './sealed-box.ts'
import { fromText, type Secret, secret, toText, wipe } from './secret.ts'
import { sodium } from './sodium.ts'

/** Bytes of an Ed25519 or X25519 public key. */
export const publicKeyBytes = 32
const signatureBytes = 64
const seedBytes = 32

/** How a passphrase keeps a member's secrets. */
export type Wrapping = {
  readonly cost: KdfCost
  readonly salt: Buffer
  /** The seed of the signing pair, locked. */
  readonly signSeed: Buffer
  /** The secret key of the receiving pair, locked. */
  readonly boxSecretKey: Buffer
}

/** A member as the keyring knows them. */
export type MemberKeys = {
  readonly member: string
  readonly login: string
  readonly signPublicKey: Buffer
  readonly boxPublicKey: Buffer
  readonly wrapping: Wrapping
}

/** What a new member needs: an id for ever, a login, a passphrase of their own. */
export type Enrolment = { readonly member: string; readonly login: string; readonly passphrase: Uint8Array }

/** The tools that the vault works with. */
export type Tools = { readonly kdf: Kdf; readonly dice: Dice; readonly cost: ChosenKdfCost }

/** An enrolled member: the keyring row, what it says, and the receiving secret for whoever goes on at once. */
export type Enrolled = { readonly row: KeyringRow; readonly keys: MemberKeys; readonly boxSecretKey: Secret }

/** Makes a new member's keys and wraps them with the passphrase. Wipe `boxSecretKey` when it is not needed. */
export async function enrolMember(enrolment: Enrolment, tools: Tools): Promise<Enrolled> {
  const signSeed = secret(seedBytes)
  const boxSeed = secret(seedBytes)
  tools.dice.fill(signSeed)
  tools.dice.fill(boxSeed)
  const signPublicKey = Buffer.alloc(publicKeyBytes)
  const boxPublicKey = Buffer.alloc(publicKeyBytes)
  const signSecretKey = secret(64)
  const boxSecretKey = secret(32)
  sodium.crypto_sign_seed_keypair(signPublicKey, signSecretKey, signSeed)
  sodium.crypto_box_seed_keypair(boxPublicKey, boxSecretKey, boxSeed)
  const { member, login } = enrolment
  const wrapping = await wrap(
    { member, signPublicKey, boxPublicKey },
    { signSeed, boxSecretKey },
    enrolment.passphrase,
    tools,
  )
  wipe(signSeed, boxSeed, signSecretKey)
  const keys = { member, login, signPublicKey, boxPublicKey, wrapping }
  return { row: { member, kind: 'member', content: JSON.stringify(memberAsJson(keys)) }, keys, boxSecretKey }
}

/** Wraps the same secrets with another passphrase; null where the present one is not right. */
export async function changePassphrase(
  keys: MemberKeys,
  present: Uint8Array,
  next: Uint8Array,
  tools: Tools,
): Promise<KeyringRow | null> {
  const key = await tools.kdf.derive(present, keys.wrapping.salt, keys.wrapping.cost)
  const signSeed = unlockBytes(keys.wrapping.signSeed, key, purposeOf('sign', keys.member, keys.signPublicKey))
  const boxSecretKey = openBoxSecret(keys, key)
  wipe(key)
  if (signSeed === null || boxSecretKey === null) return null
  const wrapping = await wrap(keys, { signSeed, boxSecretKey }, next, tools)
  wipe(signSeed, boxSecretKey)
  return { member: keys.member, kind: 'rewrap', content: JSON.stringify(wrappingAsJson(wrapping)) }
}

/** Opens the member's own signing secret for one call and wipes it; null where the passphrase is not right. */
export async function withOwnKey<Result>(
  keys: MemberKeys,
  passphrase: Uint8Array,
  kdf: Kdf,
  act: (sign: Sign) => Result,
): Promise<{ value: Result } | null> {
  const key = await kdf.derive(passphrase, keys.wrapping.salt, keys.wrapping.cost)
  const opened = openOwnKey(keys, key)
  wipe(key)
  if (opened === null) return null
  try {
    return { value: act(opened.sign) }
  } finally {
    opened.end()
  }
}

/** The member's own signing secret, from a derived key, until `end`; null where the key is not right. */
export function openOwnKey(keys: MemberKeys, key: Uint8Array): { sign: Sign; end(): void } | null {
  const seed = unlockBytes(keys.wrapping.signSeed, key, purposeOf('sign', keys.member, keys.signPublicKey))
  if (seed === null) return null
  const secretKey = secret(64)
  sodium.crypto_sign_seed_keypair(Buffer.alloc(publicKeyBytes), secretKey, seed)
  wipe(seed)
  let open = true
  return {
    sign(message) {
      // A signing function that outlives its call must fail, not sign with an empty key.
      if (!open) throw new Error('vault: the signing key was put away')
      return signWith(secretKey, message)
    },
    end() {
      open = false
      wipe(secretKey)
    },
  }
}

/** The member's receiving secret, from a derived key; null where the key is not right. */
export function openBoxSecret(keys: MemberKeys, key: Uint8Array): Secret | null {
  return unlockBytes(keys.wrapping.boxSecretKey, key, purposeOf('box', keys.member, keys.boxPublicKey))
}

/** An Ed25519 signature. */
export function signWith(secretKey: Uint8Array, message: Uint8Array): Buffer {
  const signature = Buffer.alloc(signatureBytes)
  sodium.crypto_sign_detached(signature, message, secretKey)
  return signature
}

/** The receiving pair of a member whose secret is open. */
export function pairOf(keys: MemberKeys, boxSecretKey: Uint8Array): BoxPair {
  return { boxPublicKey: keys.boxPublicKey, boxSecretKey }
}

/** True where a public key is of low order or no point at all: anybody could sign for it or open what it receives. */
export function isWeakPublicKey(kind: 'sign' | 'box', publicKey: Uint8Array): boolean {
  if (publicKey.length !== publicKeyBytes) return true
  if (kind === 'sign') return !sodium.crypto_core_ed25519_is_valid_point(publicKey)
  const probe = Buffer.alloc(32, 1)
  try {
    sodium.crypto_scalarmult(Buffer.alloc(32), probe, publicKey)
    return false
  } catch {
    return true
  }
}

type Wrapped = { signSeed: Uint8Array; boxSecretKey: Uint8Array }
type Owner = Pick<MemberKeys, 'member' | 'signPublicKey' | 'boxPublicKey'>

async function wrap(owner: Owner, secrets: Wrapped, passphrase: Uint8Array, tools: Tools): Promise<Wrapping> {
  const salt = Buffer.alloc(saltBytes)
  tools.dice.fill(salt)
  const { memoryBytes, passes } = tools.cost
  const key = await tools.kdf.derive(passphrase, salt, tools.cost)
  const signSeed = lockBytes(secrets.signSeed, key, purposeOf('sign', owner.member, owner.signPublicKey), tools.dice)
  const boxSecretKey = lockBytes(
    secrets.boxSecretKey,
    key,
    purposeOf('box', owner.member, owner.boxPublicKey),
    tools.dice,
  )
  wipe(key)
  return { cost: { memoryBytes, passes }, salt, signSeed, boxSecretKey }
}

function purposeOf(kind: 'sign' | 'box', member: string, publicKey: Uint8Array): string {
  return `counterseal ${kind} ${toText(publicKey)} ${member}`
}

/** A member's login, public keys and wrapped secrets, as the keyring states them. */
export function memberAsJson({ login, signPublicKey, boxPublicKey, wrapping }: MemberKeys) {
  return {
    login,
    signPublicKey: toText(signPublicKey),
    boxPublicKey: toText(boxPublicKey),
    ...wrappingAsJson(wrapping),
  }
}

/** The member whom `memberAsJson` stated; null where it is malformed or a public key is weak. */
export function memberIn(member: string, content: Record<string, unknown>): MemberKeys | null {
  const signPublicKey = fromText(content.signPublicKey, publicKeyBytes)
  const boxPublicKey = fromText(content.boxPublicKey, publicKeyBytes)
  const wrapping = wrappingIn(content)
  const { login } = content
  if (signPublicKey === null || boxPublicKey === null || wrapping === null || typeof login !== 'string') return null
  if (isWeakPublicKey('sign', signPublicKey) || isWeakPublicKey('box', boxPublicKey)) return null
  return { member, login, signPublicKey, boxPublicKey, wrapping }
}

function wrappingAsJson({ cost, salt, signSeed, boxSecretKey }: Wrapping) {
  return { cost, salt: toText(salt), signSeed: toText(signSeed), boxSecretKey: toText(boxSecretKey) }
}

/** The wrapping that a 'member' or 'rewrap' row states; null where it is malformed. */
export function wrappingIn(content: Record<string, unknown>): Wrapping | null {
  const cost = content.cost as Partial<KdfCost> | undefined
  const salt = fromText(content.salt, saltBytes)
  const signSeed = fromText(content.signSeed)
  const boxSecretKey = fromText(content.boxSecretKey)
  if (salt === null || signSeed === null || boxSecretKey === null || typeof cost !== 'object' || cost === null)
    return null
  const { memoryBytes, passes } = cost
  if (typeof memoryBytes !== 'number' || typeof passes !== 'number') return null
  return { cost: { memoryBytes, passes }, salt, signSeed, boxSecretKey }
}
