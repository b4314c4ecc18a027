/**
 * Insistence: what must hold, holds, or the program stops. Messages name a kind, never a content.
 */

/** An unknown variant: the program is older than what it reads, and must not go on. */
export function never(value: never): never {
  throw new Error(`unknown kind: ${String((value as { type?: unknown }).type)}`)
}

/** The record of a key that was checked before; its absence means that memory is wrong. */
export function known<K, V>(records: ReadonlyMap<K, V>, key: K): V {
  const record = records.get(key)
  if (record === undefined) throw new Error('a record that must be known is missing')
  return record
}
