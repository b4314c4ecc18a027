import { useEffect, useRef } from 'react'

/** Acts by itself, once, as soon as it is ready. */
export function useOnce(ready: boolean, act: () => void): void {
  const done = useRef(false)
  useEffect(() => {
    if (!ready || done.current) return
    done.current = true
    act()
  })
}
