import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mostPeople } from '../../../core/closing/rules.ts'
import type { Answers } from '../../../core/questions.ts'
import { latinDigits } from '../../../core/text.ts'
import { useStatus, useSubmit } from '../../api.ts'
import { digits } from '../../moments.ts'
import { useLanguage } from '../../parts/language.ts'
import { PassphraseField } from '../../parts/passphrase-field.tsx'
import { usePeople } from '../../parts/person.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import classes from './closing.module.css'

const formId = 'open-list'
const others = mostPeople - 1

type Typed = { readonly login: string; readonly passphrase: string }
const nobody: Typed = { login: '', passphrase: '' }

type OpenProps = { readonly answer: Answers['EndOfTrial']; readonly way: ReactNode; onOpened(): void }

/** Everybody who opens the list, each with login and passphrase, one after the other on the pharmacist's screen. */
export function OpenForm({ answer, way, onOpened }: OpenProps) {
  const { t } = useTranslation('closing')
  const language = useLanguage()
  const member = useStatus()?.member
  const { submit, busy } = useSubmit()
  const needed = answer.peopleNeeded - 1
  const [reference, setReference] = useState('')
  const [own, setOwn] = useState('')
  const [people, setPeople] = useState<readonly Typed[]>(() => Array.from({ length: needed }, () => nobody))
  const fields = people.map((_, index) => `together.${index}`)
  const form = useFormRefusal(['reference', 'passphrase', ...fields])
  const complete =
    reference.trim().length >= 3 &&
    own !== '' &&
    people.every(({ login, passphrase }) => login.trim() !== '' && passphrase !== '')
  const change = (index: number, changed: Partial<Typed>) => {
    form.clear()
    setPeople(people.map((one, place) => (place === index ? { ...one, ...changed } : one)))
  }
  const open = async (event: FormEvent) => {
    event.preventDefault()
    if (!complete || busy) return
    form.clear()
    const together = people.map(({ login, passphrase }) => ({ login: latinDigits(login).trim(), passphrase }))
    const reply = await submit({ type: 'UnblindTrial', reference: reference.trim() }, { passphrase: own, together })
    if (reply.ok) return onOpened()
    if (!('refusal' in reply)) return
    const { refusal } = reply
    form.refuse(refusal.rule.startsWith('passphrase_') ? { ...refusal, field: 'passphrase' } : refusal)
  }
  return (
    <Screen
      title={t('title')}
      about={t('lead')}
      help={t('help')}
      actions={
        <>
          {people.length < others ? (
            <Button variant="subtle" onClick={() => setPeople([...people, nobody])}>
              {t('open.add')}
            </Button>
          ) : null}
          {answer.listAtHand ? (
            <Button variant="default" onClick={onOpened}>
              {t('open.look')}
            </Button>
          ) : null}
        </>
      }
      primary={
        <Button type="submit" form={formId} disabled={!complete} loading={busy}>
          {t(answer.openings.length === 0 ? 'open.act' : 'open.actAgain')}
        </Button>
      }
    >
      <div className={classes.columns}>
        <Stack gap="md">
          {way}
          <Alert color="amber" variant="light" icon={<IconEye aria-hidden />}>
            {t('open.text', { count: answer.peopleNeeded })}
          </Alert>
        </Stack>
        <form id={formId} onSubmit={open}>
          <Stack gap="sm">
            <TextInput
              label={t('open.reference')}
              description={t('open.referenceHelp')}
              value={reference}
              onChange={(event) => setReference(event.currentTarget.value)}
              maxLength={200}
              required
              {...form.field('reference')}
            />
            <div>
              {people.map((typed, index) => (
                <OnePerson
                  // biome-ignore lint/suspicious/noArrayIndexKey: people are told apart by their place alone.
                  key={index}
                  title={t('open.person', { n: digits(index + 2, language) })}
                  typed={typed}
                  onChange={(changed) => change(index, changed)}
                  field={form.field(`together.${index}`)}
                  {...(index >= needed ? { onRemove: () => setPeople(people.toSpliced(index, 1)) } : {})}
                />
              ))}
            </div>
            <PassphraseField
              label={t('open.own', { name: member?.name ?? '' })}
              value={own}
              onChange={(event) => {
                form.clear()
                setOwn(event.currentTarget.value)
              }}
              required
              {...form.field('passphrase')}
            />
            {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          </Stack>
        </form>
      </div>
    </Screen>
  )
}

type OnePersonProps = {
  readonly title: string
  readonly typed: Typed
  onChange(changed: Partial<Typed>): void
  readonly field: { readonly 'data-field': string; readonly error?: string }
  onRemove?(): void
}

function OnePerson({ title, typed, onChange, field, onRemove }: OnePersonProps) {
  const { t } = useTranslation(['closing', 'common'])
  const members = [...usePeople().values()]
  const login = latinDigits(typed.login).trim().toLowerCase()
  const found = members.find((member) => member.login === login)
  const { error, ...mark } = field
  return (
    <fieldset className={classes.person}>
      <legend>
        <span className={classes.personHead}>
          <Text component="span" fw={600}>
            {title}
            {found === undefined ? null : (
              <Text component="span" className="quiet" fw={400}>
                {' '}
                · <bdi>{found.name}</bdi> · {t(`common:role.${found.role}`)}
              </Text>
            )}
          </Text>
          {onRemove === undefined ? null : (
            <Button variant="subtle" size="compact-sm" onClick={onRemove}>
              {t('open.remove')}
            </Button>
          )}
        </span>
      </legend>
      <TextInput
        label={t('open.login')}
        value={typed.login}
        onChange={(event) => onChange({ login: event.currentTarget.value })}
        dir="ltr"
        autoComplete="off"
        required
      />
      <PassphraseField
        label={t('open.passphrase')}
        value={typed.passphrase}
        onChange={(event) => onChange({ passphrase: event.currentTarget.value })}
        {...(error === undefined ? {} : { error })}
        required
        {...mark}
      />
    </fieldset>
  )
}
