import { Button, Group, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStatus, useSubmit } from '../../api.ts'
import { ChoosePassphrase, isChosen, noChoice, PassphraseField } from '../../parts/passphrase-field.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'

/** Changes one's own passphrase: the present one, and a new one twice. */
export function ChangePassphraseForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation(['registry', 'common'])
  const member = useStatus()?.member
  const { submit, busy } = useSubmit()
  const [passphrase, setPassphrase] = useState('')
  const [choice, setChoice] = useState(noChoice)
  const { field, refuse, rest, clear } = useFormRefusal(['passphrase', 'chosen'])
  const change = async (event: FormEvent) => {
    event.preventDefault()
    clear()
    const reply = await submit({ type: 'ChangePassphrase' }, { passphrase, chosen: choice.passphrase })
    if (reply.ok) {
      notifications.show({ message: t('own.done') })
      onDone()
    } else if ('refusal' in reply) {
      const { rule } = reply.refusal
      const at = rule === 'passphrase_weak' ? 'chosen' : rule.startsWith('passphrase_') ? 'passphrase' : undefined
      refuse(at === undefined ? reply.refusal : { ...reply.refusal, field: at })
    }
  }
  const { error } = { error: undefined, ...field('chosen') }
  return (
    <form onSubmit={change}>
      <Stack gap="md">
        <PassphraseField
          label={t('own.present')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          {...field('passphrase')}
          data-autofocus
          required
        />
        <ChoosePassphrase
          value={choice}
          onChange={setChoice}
          words={[member?.name ?? '', member?.login ?? '']}
          {...(error === undefined ? {} : { error })}
        />
        {rest === undefined ? null : <RefusalNote refusal={rest} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy} disabled={!isChosen(choice) || passphrase === ''}>
            {t('own.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
