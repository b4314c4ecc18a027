import { createContext, type ReactNode, useContext, useRef, useState } from 'react'

const KeptContext = createContext<Map<string, unknown> | undefined>(undefined)

/** Keeps what somebody has begun on a screen while they look at others. Give it the member as `key`: signing out forgets it. */
export function KeptProvider({ children }: { children: ReactNode }) {
  const kept = useRef(new Map<string, unknown>()).current
  return <KeptContext value={kept}>{children}</KeptContext>
}

/** A state that outlives its screen until it is set to undefined, or its person signs out. */
export function useKept<T>(name: string): readonly [T | undefined, (value: T | undefined) => void] {
  const kept = useContext(KeptContext)
  const [value, setValue] = useState(() => kept?.get(name) as T | undefined)
  return [
    value,
    (next) => {
      if (next === undefined) kept?.delete(name)
      else kept?.set(name, next)
      setValue(next)
    },
  ]
}
