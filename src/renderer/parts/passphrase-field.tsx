import { PasswordInput, type PasswordInputProps, Progress, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Replies } from '../../contract/replies.ts'
import { request } from '../api.ts'
import { useLanguage } from './language.ts'

type Strength = Replies['strength']

/** Asks for a passphrase that exists. */
export function PassphraseField(props: PasswordInputProps) {
  const { t } = useTranslation('common')
  return (
    <PasswordInput
      autoComplete="off"
      data-scan="never"
      dir="ltr"
      visibilityToggleButtonProps={{ 'aria-label': t('passphrase.show') }}
      aria-invalid={props.error !== undefined && props.error !== false}
      {...props}
    />
  )
}

/** How strong a passphrase is that somebody is choosing; asked of the shell, a moment after the last key. */
function useStrength(passphrase: string, words: readonly string[]): Strength | undefined {
  const [strength, setStrength] = useState<Strength>()
  const key = words.join('\n')
  useEffect(() => {
    if (passphrase === '') return setStrength(undefined)
    let current = true
    const timer = setTimeout(async () => {
      const near = key.split('\n').filter((word) => word !== '')
      const reply = await request('strength', { passphrase, words: near })
      if (current && reply.ok) setStrength(reply.value)
    }, 180)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [passphrase, key])
  return strength
}

type Choice = { readonly passphrase: string; readonly again: string }
/** Nothing chosen yet. */
export const noChoice: Choice = { passphrase: '', again: '' }

/** True where the same passphrase stands in both fields. Whether it is strong enough, the shell decides. */
export function isChosen({ passphrase, again }: Choice): boolean {
  return passphrase.length >= 12 && passphrase === again
}

type ChooseProps = {
  readonly value: Choice
  onChange(value: Choice): void
  /** Words that are easily guessed here: the login, the name, the study's code. */
  readonly words: readonly string[]
  readonly error?: string
  readonly autoFocus?: boolean
}

/** Lets somebody choose a passphrase: typed twice, judged by its strength, with no rules of composition. */
export function ChoosePassphrase({ value, onChange, words, error, autoFocus = false }: ChooseProps) {
  const { t } = useTranslation('common')
  useLanguage()
  const strength = useStrength(value.passphrase, words)
  const [left, setLeft] = useState(false)
  const differs = left && value.again !== '' && value.again !== value.passphrase
  const colour = strength?.enough === true ? 'teal' : 'gray'
  return (
    <Stack gap="sm">
      <PassphraseField
        label={t('passphrase.choose')}
        description={t('passphrase.advice')}
        value={value.passphrase}
        onChange={(event) => onChange({ ...value, passphrase: event.currentTarget.value })}
        {...(error === undefined ? {} : { error })}
        data-field="chosen"
        {...(autoFocus ? { 'data-autofocus': true } : {})}
        required
      />
      <div aria-live="polite">
        <Progress value={strength === undefined ? 0 : 10 + strength.score * 22.5} color={colour} aria-hidden />
        <Text size="sm" className="quiet" mih="1.6em">
          {strength === undefined ? '' : t(strength.enough ? 'passphrase.enough' : 'passphrase.notEnough')}
        </Text>
      </div>
      <PassphraseField
        label={t('passphrase.again')}
        value={value.again}
        onChange={(event) => onChange({ ...value, again: event.currentTarget.value })}
        onBlur={() => setLeft(true)}
        {...(differs ? { error: t('passphrase.differs') } : {})}
        required
      />
    </Stack>
  )
}
