import { Button, Stack, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../../core/time.ts'
import { Moment } from '../parts/moment.tsx'
import { MomentInput } from '../parts/moment-input.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { Primary } from './participant-primary.tsx'

/** Orders the dose of a participant: when surgery is, and where. Signed. */
export function OrderForm({ number, again = false }: { number: number; again?: boolean }) {
  const { t } = useTranslation('dose')
  const formId = useId()
  const [surgeryAt, setSurgeryAt] = useState<Instant>()
  const [theatre, setTheatre] = useState('')
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(['surgeryAt', 'theatre'])
  const complete = surgeryAt !== undefined && theatre.trim() !== ''
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    form.clear()
    if (complete) setSigning(true)
  }
  return (
    <form noValidate id={formId} onSubmit={goOn}>
      <Stack gap="sm" mt="xs">
        <Title order={2} size="h3">
          {t(again ? 'order.again_title' : 'order.title')}
        </Title>
        <MomentInput
          label={t('order.surgery_at')}
          value={surgeryAt}
          onChange={(at) => {
            form.clear()
            setSurgeryAt(at)
          }}
          required
          {...form.field('surgeryAt')}
        />
        <TextInput
          label={t('order.theatre')}
          description={t('order.theatre_help')}
          value={theatre}
          maxLength={60}
          onChange={(event) => setTheatre(event.currentTarget.value)}
          required
          {...form.field('theatre')}
        />
        {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
        <Primary>
          <Button type="submit" form={formId} disabled={!complete}>
            {t('order.sign', { number })}
          </Button>
        </Primary>
      </Stack>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={
          surgeryAt === undefined ? undefined : { type: 'OrderDose', number, surgeryAt, theatre: theatre.trim() }
        }
        title={t('order.title')}
        facts={[
          { label: t('number'), value: t('participant', { number }) },
          { label: t('order.read_back_when'), value: surgeryAt === undefined ? '' : <Moment at={surgeryAt} plain /> },
          { label: t('theatre'), value: <bdi>{theatre.trim()}</bdi> },
        ]}
        action={t('order.sign', { number })}
        onDone={() => notifications.show({ message: t('order.done') })}
        onRefused={(refusal) => {
          if (refusal.rule.startsWith('passphrase') || refusal.rule === 'wait_before_next_try') return false
          form.refuse(refusal)
          return true
        }}
      />
    </form>
  )
}
