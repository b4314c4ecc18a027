import { Alert, Stack, Text } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../core/result.ts'
import { Instant } from '../../core/time.ts'
import { useStatus } from '../api.ts'
import { clockTime, dateInBoth, digits } from '../moments.ts'
import { useLanguage } from './language.ts'

/** The numbers of a refusal in the digits of the language, its instants in the site's time, its words as they are. */
function useValues(): (refusal: Refusal) => Record<string, string> {
  const language = useLanguage()
  const zone = useStatus()?.settings?.study.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const written = (value: string | number) => {
    if (typeof value === 'number') return digits(value, language)
    if (!Instant.safeParse(value).success) return value
    return `${dateInBoth(value, language, zone).first} ${clockTime(value, language, zone)}`
  }
  // Names that stand in both languages come as `nameEn` and `nameFa`; the one of this language is quoted as `name`.
  const ours = new RegExp(language === 'fa' ? 'Fa$' : 'En$')
  return ({ values = {} }) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name.replace(ours, ''), written(value)]))
}

/** What was refused, by which rule, and what to do next. */
export function RefusalNote({ refusal }: { refusal: Refusal }) {
  const { t } = useTranslation('refusals')
  const values = useValues()(refusal)
  return (
    <Alert color="red" variant="light" icon={<IconBan aria-hidden />} role="alert" data-rule={refusal.rule}>
      <Stack gap={2}>
        <Text fw={600}>{t(`${refusal.rule}.title`, values)}</Text>
        <Text size="sm">{t(`${refusal.rule}.next`, values)}</Text>
      </Stack>
    </Alert>
  )
}

/** A refusal in two sentences, for a place beside a field. */
export function useRefusalText(): (refusal: Refusal) => string {
  const { t } = useTranslation('refusals')
  const values = useValues()
  return (refusal) => `${t(`${refusal.rule}.title`, values(refusal))} ${t(`${refusal.rule}.next`, values(refusal))}`
}

type FieldRefusal = {
  readonly refusal: Refusal | undefined
  /** The refusal where no field of this form has it; to be shown as a note. */
  readonly rest: Refusal | undefined
  refuse(refusal: Refusal): void
  clear(): void
  /** Properties of the input of a field: its mark, and the refusal beside it. */
  field(name: string): { readonly 'data-field': string; readonly error?: string }
}

/** Keeps a refusal, puts it beside the field that caused it and focuses that field. What was typed is not touched. */
export function useFormRefusal(fields?: readonly string[]): FieldRefusal {
  const [refusal, setRefusal] = useState<Refusal>()
  const text = useRefusalText()
  useEffect(() => {
    if (refusal?.field === undefined) return
    const found = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(refusal.field)}"]`)
    const focusable = found?.matches('input, textarea, select, button') === true ? found : found?.querySelector('input')
    if (focusable instanceof HTMLElement) focusable.focus()
  }, [refusal])
  const clear = useCallback(() => setRefusal(undefined), [])
  const field = (name: string) =>
    refusal?.field === name ? { 'data-field': name, error: text(refusal) } : { 'data-field': name }
  const placed = refusal?.field !== undefined && (fields === undefined || fields.includes(refusal.field))
  return { refusal, rest: placed ? undefined : refusal, refuse: setRefusal, clear, field }
}
