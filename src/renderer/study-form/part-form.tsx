import { Radio, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { latinDigits } from '../../core/text.ts'
import { digits, fieldDigits } from '../moments.ts'
import { useLanguage } from '../parts/language.ts'
import type { Draft, Problem } from './draft.ts'
import { type Field, fields, inputsOf, type Part } from './fields.ts'
import classes from './part-form.module.css'

export type FormState = {
  readonly draft: Draft
  readonly problems: ReadonlyMap<string, Problem>
  /** Scolds every input that is wrong, also those that nobody left yet. */
  readonly scold: boolean
  onChange(draft: Draft): void
}

/** The inputs of one part of the settings. Inputs are scolded only once somebody left them. */
export function PartForm({ part, ...state }: FormState & { part: Part }) {
  return (
    <div className={classes.grid}>
      {fields[part].map((field) => (
        <FieldInput key={field.path} field={field} {...state} />
      ))}
    </div>
  )
}

function useProblemText(): (problem: Problem) => string {
  const { t } = useTranslation('study')
  const language = useLanguage()
  return ({ key, values = {} }) => {
    const written: Record<string, string> = {}
    for (const [name, value] of Object.entries(values))
      written[name] = typeof value === 'number' ? digits(value, language) : t(`labelWords.${name}.${value}`)
    return t(`problem.${key}`, written)
  }
}

function FieldInput({ field, draft, problems, scold, onChange }: FormState & { field: Field }) {
  const { t } = useTranslation('study')
  const [left, setLeft] = useState<readonly string[]>([])
  const text = useProblemText()
  const language = useLanguage()
  const key = field.path.replaceAll('.', '_')
  const label = t(`field.${key}.label`)
  const hint = t(`field.${key}.hint`, { defaultValue: '' })
  const propsOf = (path: string) => {
    const problem = scold || left.includes(path) ? problems.get(path) : undefined
    return {
      value: draft.texts[path] ?? '',
      onChange: (event: { currentTarget: { value: string } }) => {
        const { value } = event.currentTarget
        onChange({ ...draft, texts: { ...draft.texts, [path]: value } })
      },
      onBlur: () => setLeft((before) => (before.includes(path) ? before : [...before, path])),
      ...(problem === undefined ? {} : { error: text(problem) }),
      'data-field': path,
      autoComplete: 'off',
      required: field.optional !== true,
    }
  }
  const pick = (value: string | null) => onChange({ ...draft, texts: { ...draft.texts, [field.path]: value ?? '' } })
  const described = hint === '' ? {} : { description: hint }

  if (field.kind === 'both') {
    const Input = field.long === true ? Textarea : TextInput
    const [en = '', fa = ''] = inputsOf(field)
    return (
      <div className={classes.wide}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="xs">
          <Input {...propsOf(en)} {...described} label={t('inEnglish', { label })} dir="ltr" lang="en" />
          <Input {...propsOf(fa)} {...described} label={t('inPersian', { label })} dir="rtl" lang="fa" />
        </SimpleGrid>
      </div>
    )
  }
  if (field.kind === 'choice') {
    const { value, error } = { error: undefined, ...propsOf(field.path) }
    return (
      <Radio.Group
        className={classes.wide}
        label={label}
        {...described}
        value={value}
        onChange={pick}
        {...(error === undefined ? {} : { error })}
        required
      >
        <Stack gap="xs" mt="xs">
          {field.choices?.map((choice) => (
            <Radio key={choice} value={choice} label={t(`field.${key}.${choice}`)} data-field={field.path} />
          ))}
        </Stack>
      </Radio.Group>
    )
  }
  if (field.kind === 'zone') {
    const { value, error } = { error: undefined, ...propsOf(field.path) }
    return (
      <Select
        label={label}
        {...described}
        searchable
        data={Intl.supportedValuesOf('timeZone')}
        value={value === '' ? null : value}
        onChange={pick}
        data-field={field.path}
        limit={40}
        dir="ltr"
        {...(error === undefined ? {} : { error })}
        required
      />
    )
  }
  if (field.kind === 'count') {
    return (
      <TextInput
        {...propsOf(field.path)}
        value={fieldDigits(draft.texts[field.path] ?? '', language)}
        label={label}
        description={<CountHint field={field} typed={draft.texts[field.path] ?? ''} hint={hint} />}
        inputMode="numeric"
        rightSection={<Text className={classes.unit}>{t(`unit.${field.unit ?? 'vials'}`)}</Text>}
        rightSectionWidth="7.5rem"
      />
    )
  }
  return (
    <TextInput {...propsOf(field.path)} {...described} label={label} {...(field.ltr === true ? { dir: 'ltr' } : {})} />
  )
}

/** Microlitres are recorded; millilitres are what stands on a syringe. */
function CountHint({ field, typed, hint }: { field: Field; typed: string; hint: string }) {
  const { t } = useTranslation('study')
  const language = useLanguage()
  const number = Number(latinDigits(typed).replace(/[\s,٬_]/g, ''))
  const readable = field.unit === 'microlitres' && typed.trim() !== '' && Number.isSafeInteger(number)
  const options = { minimumFractionDigits: 3, maximumFractionDigits: 3 }
  return (
    <>
      {hint}
      {readable ? <strong> {t('isMillilitres', { volume: digits(number / 1000, language, options) })}</strong> : null}
    </>
  )
}
