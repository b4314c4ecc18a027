import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'

export const screens = [
  'today',
  'participants',
  'participant',
  'prepare',
  'verify',
  'syringes',
  'syringe',
  'lots',
  'lot',
  'vial',
  'temperature',
  'temperature_log',
  'members',
  'settings',
  'readiness',
  'break',
  'knowledge',
  'trail',
  'list',
  'closing',
  'held_doses',
  'accounts',
  'inspection',
  'worksheets',
] as const
export type ScreenName = (typeof screens)[number]

/** Where somebody is: a screen, and the object that it is about. */
export type Place = { readonly screen: ScreenName; readonly about?: string }

type Navigation = { readonly place: Place; navigate(place: Place): void; back(): void }

const NavigationContext = createContext<Navigation | undefined>(undefined)

/** Keeps the places somebody went to since signing in, the one they start from first. Give it the member as `key`, so that nobody inherits a place. */
export function NavigationProvider({ start, children }: { start: Place; children: ReactNode }) {
  const [trail, setTrail] = useState<readonly Place[]>([start])
  const navigate = useCallback((place: Place) => {
    setTrail((before) => {
      const here = before.at(-1)
      const same = here?.screen === place.screen && here.about === place.about
      return same ? before : [...before.slice(-99), place]
    })
  }, [])
  const back = useCallback(() => setTrail((before) => (before.length > 1 ? before.slice(0, -1) : before)), [])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.altKey || event.key !== 'ArrowLeft') return
      event.preventDefault()
      back()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [back])
  const place = trail.at(-1) ?? { screen: 'today' as const }
  const value = useMemo(() => ({ place, navigate, back }), [place, navigate, back])
  return <NavigationContext value={value}>{children}</NavigationContext>
}

function useNavigation(): Navigation {
  const found = useContext(NavigationContext)
  if (found === undefined) throw new Error('nobody is signed in, so there is nowhere to go')
  return found
}

/** Goes to a place. */
export function useNavigate(): (place: Place) => void {
  return useNavigation().navigate
}

/** Goes back to where one came from. */
export function useBack(): () => void {
  return useNavigation().back
}

/** The place that is on screen. */
export function usePlace(): Place {
  return useNavigation().place
}
