import { Text } from '@mantine/core'
import { IconAlertOctagon, IconShieldCheck, IconShieldHalf } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OpenFile } from '../../contract/replies.ts'
import classes from './verification.module.css'

/** How far the background check of every signature is, and what it found. */
export function Verification({ state }: { state: OpenFile['verification'] }) {
  const { t } = useTranslation('common')
  if (state === undefined) return null
  const { done, total } = state
  const Icon = { running: IconShieldHalf, good: IconShieldCheck, bad: IconAlertOctagon }[state.state]
  return (
    <Text component="span" size="sm" className={state.state === 'bad' ? classes.bad : classes.quiet} role="status">
      <Icon size={18} aria-hidden /> {t(`verification.${state.state}`, { done, total })}
    </Text>
  )
}
