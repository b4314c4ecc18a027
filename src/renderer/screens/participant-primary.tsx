import { createContext, type ReactNode, useContext, useState } from 'react'
import { createPortal } from 'react-dom'

const Slot = createContext<HTMLElement | null | undefined>(undefined)

/**
 * Lets a part of a screen put its primary button where the screen's primary button stands. `place` is that place;
 * without a part that has one, it is empty.
 */
export function usePrimaryPlace(): { readonly place: ReactNode; within(children: ReactNode): ReactNode } {
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  return {
    place: <div ref={setSlot} />,
    within: (children) => <Slot value={slot}>{children}</Slot>,
  }
}

/** A primary button of a part, shown in the screen's place for it. A button of a form names its form. */
export function Primary({ children }: { children: ReactNode }) {
  const slot = useContext(Slot)
  if (slot === undefined) return children
  return slot === null ? null : createPortal(children, slot)
}
