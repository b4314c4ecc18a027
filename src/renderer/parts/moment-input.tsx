import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Instant, IsoDate } from '../../core/time.ts'
import { clockTime, dateInBoth, dayInBoth, readDay, readMoment, typedDay, typedMoment, zoneName } from '../moments.ts'
import { useLanguage, useTimeZone } from './language.ts'

type Shared = Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'>
type DayInputProps = Shared & { readonly value: IsoDate | undefined; onChange(value: IsoDate | undefined): void }
type MomentInputProps = Shared & { readonly value: Instant | undefined; onChange(value: Instant | undefined): void }

/** A day, typed as ISO or Solar Hijri, in Latin or Persian digits; the other calendar stands under it. */
export function DayInput({ value, onChange, ...rest }: DayInputProps) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const [typed, setTyped] = useState(value === undefined ? '' : typedDay(value, language))
  const [left, setLeft] = useState(false)
  useEffect(() => {
    setTyped((before) =>
      readDay(before) === value ? before : value === undefined ? before : typedDay(value, language),
    )
  }, [value, language])
  const both = value === undefined ? undefined : dayInBoth(value, language)
  return (
    <TextInput
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={both === undefined ? t('moment.dayHint') : `${both.first} · ${both.second}`}
      {...(left && typed.trim() !== '' && value === undefined ? { error: t('moment.notADay') } : {})}
      {...rest}
      value={typed}
      dir="ltr"
      autoComplete="off"
      onBlur={(event) => {
        setLeft(true)
        rest.onBlur?.(event)
      }}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(readDay(event.currentTarget.value))
      }}
    />
  )
}

/** A day and a time of the site, typed together; both calendars and the zone stand under it. */
export function MomentInput({ value, onChange, ...rest }: MomentInputProps) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const timeZone = useTimeZone()
  const [typed, setTyped] = useState(value === undefined ? '' : typedMoment(value, language, timeZone))
  const [left, setLeft] = useState(false)
  useEffect(() => {
    setTyped((before) => {
      if (value === undefined || readMoment(before, timeZone) === value) return before
      return typedMoment(value, language, timeZone)
    })
  }, [value, language, timeZone])
  const both = value === undefined ? undefined : dateInBoth(value, language, timeZone)
  const zone = zoneName(timeZone, language)
  const readBack =
    value === undefined || both === undefined
      ? t('moment.momentHint', { zone })
      : `${both.first} · ${both.second} · ${clockTime(value, language, timeZone)} (${zone})`
  return (
    <TextInput
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={readBack}
      {...(left && typed.trim() !== '' && value === undefined ? { error: t('moment.notAMoment') } : {})}
      {...rest}
      value={typed}
      dir="ltr"
      autoComplete="off"
      onBlur={(event) => {
        setLeft(true)
        rest.onBlur?.(event)
      }}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(readMoment(event.currentTarget.value, timeZone))
      }}
    />
  )
}
