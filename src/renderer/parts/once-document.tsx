import { useState } from 'react'
import type { Refusal } from '../../core/result.ts'
import { request } from '../api.ts'

type OnceDocument = {
  save(): void
  print(): void
  readonly busy: boolean
  /** It was printed or saved at least once. */
  readonly handed: boolean
  readonly refusal: Refusal | undefined
}

/** A document that exists once, in memory, after the act that made it: to be printed, or saved, before going on. */
export function useOnceDocument(token: string): OnceDocument {
  const [busy, setBusy] = useState(false)
  const [handed, setHanded] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const hand = async (as: 'save' | 'print') => {
    setBusy(true)
    setRefusal(undefined)
    const reply = await request('document', { document: { kind: 'once', token }, as })
    setBusy(false)
    if (reply.ok && reply.value.saved !== false) setHanded(true)
    if (!reply.ok && 'refusal' in reply) setRefusal(reply.refusal)
  }
  return { save: () => void hand('save'), print: () => void hand('print'), busy, handed, refusal }
}
