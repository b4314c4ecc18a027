import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DoseState, SyringeState } from '../../core/clinic/doses-book.ts'

const unusable: readonly SyringeState[] = ['withheld', 'returned', 'broken', 'expired']

/** The state of a syringe in a word; red where it must not be given any more. */
export function SyringeStateMark({ state }: { state: SyringeState }) {
  const { t } = useTranslation('dose')
  const mustNot = unusable.includes(state)
  const colour = mustNot ? 'red' : state === 'administered' || state === 'destroyed' ? 'gray' : 'teal'
  return (
    <Badge variant={mustNot || colour === 'gray' ? 'light' : 'outline'} color={colour} size="lg" tt="none">
      {t(`syringe_states.${state}`)}
    </Badge>
  )
}

/** How far a dose has come, in a word. */
export function DoseStateMark({ state }: { state: DoseState | undefined }) {
  const { t } = useTranslation('dose')
  const running = state !== undefined && state !== 'concluded' && state !== 'cancelled'
  return (
    <Badge variant={running ? 'outline' : 'light'} color={running ? 'teal' : 'gray'} size="lg" tt="none">
      {t(`dose_states.${state ?? 'none'}`)}
    </Badge>
  )
}
