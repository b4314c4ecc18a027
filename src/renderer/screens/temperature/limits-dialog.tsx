import { Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../../core/decide.ts'
import type { StoragePlaceRow } from '../../../core/stock/temperature-answers.ts'
import { latinDigits } from '../../../core/text.ts'
import { SignDialog } from '../../parts/sign-dialog.tsx'

/** Tenths of a degree as typed: nothing is no limit, undefined is no number. */
function tenthsOf(typed: string): number | null | undefined {
  const plain = latinDigits(typed.trim()).replace(/[−–]/g, '-').replace(/[,٫]/g, '.')
  if (plain === '') return null
  return /^-?\d{1,3}(\.\d)?$/.test(plain) ? Math.round(Number(plain) * 10) : undefined
}

function minutesOf(typed: string): number | undefined {
  const plain = latinDigits(typed.trim())
  return /^\d{1,4}$/.test(plain) && Number(plain) <= 1_440 ? Number(plain) : undefined
}

/** QA states the limits of a place by signature. */
export function LimitsDialog({ place, onClose }: { place: StoragePlaceRow; onClose(): void }) {
  const { t } = useTranslation('temperature')
  const stated = place.limits
  const [low, setLow] = useState(String(stated?.limits.low ?? ''))
  const [high, setHigh] = useState(String(stated?.limits.high ?? ''))
  const [allowed, setAllowed] = useState(String(stated?.allowedMinutes ?? 0))
  const [left, setLeft] = useState<readonly string[]>([])
  const leave = (name: string) => () => setLeft((before) => [...before, name])
  const [lowTenths, highTenths, allowedMinutes] = [tenthsOf(low), tenthsOf(high), minutesOf(allowed)]
  const command: Command | undefined =
    lowTenths === undefined || highTenths === undefined || allowedMinutes === undefined
      ? undefined
      : { type: 'StatePlaceLimits', storagePlace: place.storagePlace, lowTenths, highTenths, allowedMinutes }
  const degrees = (name: string, value: number | null | undefined) =>
    value === undefined && left.includes(name) ? { error: t('limits.invalid') } : {}
  return (
    <SignDialog
      opened
      onClose={onClose}
      command={command}
      title={t('places.state_of', { place: place.storagePlace })}
      facts={[{ label: t('places.place'), value: <bdi>{place.storagePlace}</bdi> }]}
      action={t('limits.sign')}
    >
      <Text>{t('limits.text')}</Text>
      <Group align="flex-start" grow>
        <TextInput
          label={t('limits.low')}
          description={t('limits.degrees_help')}
          value={low}
          dir="ltr"
          maxLength={6}
          onChange={(event) => setLow(event.currentTarget.value)}
          onBlur={leave('low')}
          {...degrees('low', lowTenths)}
        />
        <TextInput
          label={t('limits.high')}
          description={t('limits.degrees_help')}
          value={high}
          dir="ltr"
          maxLength={6}
          onChange={(event) => setHigh(event.currentTarget.value)}
          onBlur={leave('high')}
          {...degrees('high', highTenths)}
        />
        <TextInput
          label={t('limits.allowed')}
          description={t('limits.allowed_help')}
          value={allowed}
          dir="ltr"
          inputMode="numeric"
          maxLength={4}
          onChange={(event) => setAllowed(event.currentTarget.value)}
          onBlur={leave('allowed')}
          {...(allowedMinutes === undefined && left.includes('allowed') ? { error: t('limits.minutes_invalid') } : {})}
        />
      </Group>
    </SignDialog>
  )
}
