import { type RefObject, useEffect } from 'react'

/** True while a dialog stands before the screen: whoever is there must answer it first. */
export function isDialogOpen(): boolean {
  return document.querySelector('[aria-modal=true]') !== null
}

/**
 * Where what had the focus is gone, as a form is after it was signed, the screen as a whole takes it: the next Tab goes on
 * from its top, and a screen reader has somewhere to read from. A field that waits for a code takes it from there.
 */
export function useLostFocus(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let last: Element | null = null
    const remember = () => {
      last = document.activeElement
    }
    const look = () => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return
      if (!isDialogOpen()) main.current?.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', remember)
    return () => {
      observer.disconnect()
      document.removeEventListener('focusin', remember)
    }
  }, [main])
}
