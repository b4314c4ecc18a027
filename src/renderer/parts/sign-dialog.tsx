import { Button, Divider, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Submitted } from '../../contract/replies.ts'
import { type Command, terms } from '../../core/decide.ts'
import type { Refusal } from '../../core/result.ts'
import { type Beside, useStatus, useSubmit } from '../api.ts'
import { type Fact, Facts } from './facts.tsx'
import { PassphraseField } from './passphrase-field.tsx'
import { RefusalNote, useRefusalText } from './refusal.tsx'
import classes from './sign-dialog.module.css'

type SignDialogProps = {
  readonly opened: boolean
  onClose(): void
  /** What will be recorded; undefined while the form behind is not complete. */
  readonly command: Command | undefined
  readonly title: string
  /** What will be recorded, read back in words before the passphrase is asked. */
  readonly facts: readonly Fact[]
  /** What the primary button says: the act, for example "Release lot EX-0423". */
  readonly action: string
  /** Asks for a second person's login and passphrase too. */
  readonly secondPerson?: boolean
  /** Who that second person is, in words, where it is not just anybody else. */
  readonly secondWords?: { readonly lead: string; readonly login: string; readonly passphrase: string }
  /** Logins of those who can be the second person; where it is only one, it stands there already. */
  readonly secondLogins?: readonly string[]
  /** What travels beside the command: a chosen passphrase, a file. */
  readonly beside?: Beside
  onDone?(submitted: Submitted): void
  /** Takes a refusal that belongs to a field of the form behind. Return true when it was taken; the dialog then closes. */
  onRefused?(refusal: Refusal): boolean
  readonly children?: ReactNode
}

/** Reads back what will be recorded, names what the signature means, and asks for the secret. */
export function SignDialog(props: SignDialogProps) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      // Both signatures stand on a small screen at once.
      size={props.secondPerson === true ? 'xl' : 'lg'}
      yOffset="1rem"
    >
      {/* Mounted anew each time it opens, so that no passphrase outlives the dialog. */}
      {props.opened ? <SignForm {...props} /> : null}
    </Modal>
  )
}

function SignForm({
  onClose,
  command,
  facts,
  action,
  secondPerson = false,
  secondWords,
  secondLogins = [],
  beside,
  onDone,
  onRefused,
  children,
}: SignDialogProps) {
  const { t } = useTranslation('common')
  const member = useStatus()?.member
  const text = useRefusalText()
  const { submit, busy } = useSubmit()
  const [passphrase, setPassphrase] = useState('')
  const [witness, setWitness] = useState({
    login: secondLogins.length === 1 ? (secondLogins[0] ?? '') : '',
    passphrase: '',
  })
  const [refusal, setRefusal] = useState<Refusal>()
  const meaning = command === undefined ? 'act' : terms[command.type].meaning
  const signs = meaning !== 'act'
  const ofPassphrase = refusal?.rule.startsWith('passphrase_') === true
  const ofWitness = refusal?.rule.startsWith('witness_') === true

  useEffect(() => {
    if (refusal === undefined) return
    const field = ofPassphrase ? 'passphrase' : ofWitness ? 'witness' : undefined
    if (field !== undefined) document.querySelector<HTMLElement>(`[data-sign="${field}"]`)?.focus()
  }, [refusal, ofPassphrase, ofWitness])

  const sign = async (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (command === undefined || busy) return
    const reply = await submit(command, {
      ...beside,
      ...(signs ? { passphrase } : {}),
      ...(secondPerson ? { witness } : {}),
    })
    if (reply.ok) {
      onClose()
      onDone?.(reply.value)
      return
    }
    if (!('refusal' in reply)) return
    if (onRefused?.(reply.refusal) === true) onClose()
    else setRefusal(reply.refusal)
  }

  // Enter goes on to what is missing still, and signs where nothing is.
  const toSecond = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || !secondPerson || witness.passphrase !== '') return
    event.preventDefault()
    document.querySelector<HTMLElement>(`[data-sign=${witness.login === '' ? 'witness' : 'second'}]`)?.focus()
  }
  return (
    <form onSubmit={sign}>
      <Stack gap="md">
        <Facts facts={facts} />
        {children}
        {signs || secondPerson ? <Divider /> : null}
        {signs ? (
          <>
            <Text>{t('sign.means', { meaning: t(`meaning.${meaning}`), name: member?.name ?? '' })}</Text>
            <PassphraseField
              label={t('sign.own')}
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
              {...(ofPassphrase && refusal !== undefined ? { error: text(refusal) } : {})}
              onKeyDown={toSecond}
              data-sign="passphrase"
              data-autofocus
              required
            />
          </>
        ) : null}
        {secondPerson ? (
          <>
            <Text>{secondWords?.lead ?? t('sign.second')}</Text>
            <Group align="flex-start" grow>
              <TextInput
                label={secondWords?.login ?? t('sign.secondLogin')}
                value={witness.login}
                onChange={(event) => setWitness({ ...witness, login: event.currentTarget.value })}
                dir="ltr"
                autoComplete="off"
                data-sign="witness"
                required
              />
              <PassphraseField
                label={secondWords?.passphrase ?? t('sign.secondPassphrase')}
                value={witness.passphrase}
                onChange={(event) => setWitness({ ...witness, passphrase: event.currentTarget.value })}
                {...(ofWitness && refusal !== undefined ? { error: text(refusal) } : {})}
                data-sign="second"
                required
              />
            </Group>
          </>
        ) : null}
        {refusal !== undefined && !ofPassphrase && !ofWitness ? <RefusalNote refusal={refusal} /> : null}
        <Group justify="space-between" className={classes.acts ?? ''}>
          <Button variant="default" onClick={onClose}>
            {t('back')}
          </Button>
          <Button type="submit" loading={busy} disabled={command === undefined}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
