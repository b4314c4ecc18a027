import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Submitted } from '../../contract/replies.ts'
import type { Command } from '../../core/decide.ts'
import { useSubmit } from '../api.ts'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'

type ReasonDialogProps = {
  readonly opened: boolean
  onClose(): void
  readonly title: string
  readonly text: ReactNode
  /** What the button says: the act. */
  readonly action: string
  readonly label?: string
  /** Colour of the button; red only where something becomes unusable by it. */
  readonly colour?: 'teal' | 'red'
  command(reason: string): Command
  onDone?(submitted: Submitted): void
}

const shortestReason = 3

/** Asks for the reason of an act that needs one, and records it. */
export function ReasonDialog(props: ReasonDialogProps) {
  // Whoever leaves it without recording finds their words again.
  const [reason, setReason] = useState('')
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} size="lg">
      {props.opened ? <ReasonForm {...props} reason={reason} onReason={setReason} /> : null}
    </Modal>
  )
}

type ReasonFormProps = ReasonDialogProps & { readonly reason: string; onReason(reason: string): void }

function ReasonForm({ onClose, text, action, label, colour = 'teal', command, onDone, ...typed }: ReasonFormProps) {
  const { t } = useTranslation('dose')
  const { submit, busy } = useSubmit()
  const { reason, onReason } = typed
  const form = useFormRefusal(['reason', 'text'])
  const record = async (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (busy) return
    if (reason.trim().length < shortestReason) return form.refuse({ rule: 'reason_missing', field: 'reason' })
    const reply = await submit(command(reason.trim()))
    if (reply.ok) {
      onReason('')
      onClose()
      onDone?.(reply.value)
    } else if ('refusal' in reply) form.refuse(reply.refusal)
  }
  return (
    <form noValidate onSubmit={record}>
      <Stack gap="md">
        <Text component="div">{text}</Text>
        <Textarea
          label={label ?? t('reason')}
          description={t('reason_help')}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value.replace(/[\n\t]/g, ' '))}
          maxLength={400}
          {...form.field('reason')}
          data-autofocus
          required
        />
        {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
        <Group justify="space-between">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" color={colour === 'red' ? 'red.9' : colour} loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
