import { TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { latinDigits } from '../../core/text.ts'
import { digits } from '../moments.ts'
import { useLanguage } from '../parts/language.ts'

/** Millilitres as typed, in microlitres: `2.5`, `2,5` or `۲٫۵`. Undefined where it is no volume. */
export function readVolume(typed: string): number | undefined {
  const match = /^(\d{1,5})(?:[.,٫](\d{1,3}))?$/.exec(latinDigits(typed.trim()))
  if (match === null) return undefined
  const [, whole = '', fraction = ''] = match
  return Number(whole) * 1000 + Number(fraction.padEnd(3, '0'))
}

type VolumeFieldProps = Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> & {
  /** In microlitres, and as it was typed. */
  onChange(microlitres: number | undefined, typed: string): void
  /** Goes on, where Enter does not send a form. */
  onEnter?(): void
}

/** A volume, typed in millilitres as it is read off a syringe; the microlitres that are recorded stand under it. */
export function VolumeField({ onChange, onEnter, ...rest }: VolumeFieldProps) {
  const { t } = useTranslation('dose')
  const language = useLanguage()
  const [typed, setTyped] = useState('')
  const [left, setLeft] = useState(false)
  const read = readVolume(typed)
  const wrong = left && typed.trim() !== '' && read === undefined
  const shown = read === undefined ? ' ' : t('common:amount.microlitres', { volume: digits(read, language) })
  return (
    <TextInput
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={shown}
      {...(wrong ? { error: t('volume_invalid') } : {})}
      {...rest}
      value={typed}
      dir="ltr"
      inputMode="decimal"
      autoComplete="off"
      onBlur={() => setLeft(true)}
      onKeyDown={(event) => (event.key === 'Enter' ? onEnter?.() : undefined)}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(readVolume(event.currentTarget.value), event.currentTarget.value)
      }}
    />
  )
}
