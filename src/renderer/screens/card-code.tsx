import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

type CardCodeProps = {
  readonly number: number | undefined
  readonly value: string
  onChange(code: string): void
  readonly autoFocus?: boolean
  readonly 'data-field'?: string
  readonly error?: string
}

/** Where the code of a participant's card is typed or scanned. */
export function CardCode({ number, value, onChange, ...field }: CardCodeProps) {
  const { t } = useTranslation('emergency')
  return (
    <TextInput
      label={t('code', { number })}
      description={t('code_help', { number })}
      value={value}
      size="lg"
      dir="ltr"
      maxLength={40}
      spellCheck={false}
      autoComplete="off"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
      {...field}
    />
  )
}
