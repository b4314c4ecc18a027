import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../core/decide.ts'
import type { LotRow } from '../../core/stock/answers.ts'
import { useSubmit } from '../api.ts'
import { Count } from '../parts/amount.tsx'
import { Day } from '../parts/moment.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { type Scan, ScanField, ScanSlots } from './prepare-scan.tsx'

type SignedAct = 'ReleaseLot' | 'HoldLot' | 'LiftHold' | 'RejectLot'
type ActProps = {
  readonly act: SignedAct | undefined
  readonly lot: LotRow
  readonly product: string
  /** What the certificate that was entered is called; a release names it and no other. */
  readonly reference: string | undefined
  onClose(): void
}

/** Releases, holds, lifts a hold on or rejects a lot, by signature, with the certificate or the reason. */
export function LotActDialog({ act, lot, product, reference, onClose }: ActProps) {
  const { t } = useTranslation('stock')
  const [text, setText] = useState('')
  const close = () => {
    setText('')
    onClose()
  }
  if (act === undefined) return null
  const entered = act === 'ReleaseLot' ? reference : undefined
  const trimmed = entered ?? text.trim()
  const { lotId } = lot
  const complete = trimmed.length >= (act === 'ReleaseLot' ? 2 : 3)
  const command: Command | undefined = !complete
    ? undefined
    : act === 'ReleaseLot'
      ? { type: 'ReleaseLot', lotId, certificate: trimmed }
      : { type: act, lotId, reason: trimmed }
  const action = t(`acts.${act}`, { lot: lot.lotNumber })
  return (
    <SignDialog
      opened
      onClose={close}
      command={command}
      title={action}
      facts={[
        { label: t('lot_number'), value: <bdi className="ltr">{lot.lotNumber}</bdi> },
        { label: t('product'), value: product },
        { label: t('expires'), value: <Day on={lot.expiresOn} /> },
        { label: t('receive.vialCount'), value: <Count value={lot.receivedVials} /> },
        ...(entered === undefined ? [] : [{ label: t('acts.certificate'), value: <bdi>{entered}</bdi> }]),
      ]}
      action={action}
    >
      <Text>{t(`acts.${act}_text`)}</Text>
      {entered === undefined ? (
        <TextInput
          label={t(act === 'ReleaseLot' ? 'acts.certificate' : 'acts.reason')}
          description={t(act === 'ReleaseLot' ? 'acts.certificate_help' : 'acts.reason_help')}
          value={text}
          maxLength={act === 'ReleaseLot' ? 120 : 400}
          onChange={(event) => setText(event.currentTarget.value)}
          required
        />
      ) : null}
    </SignDialog>
  )
}

type WasteProps = {
  readonly opened: boolean
  onClose(): void
}

/** Writes off one vial that can no longer be used: its code, and why. */
export function WasteDialog(props: WasteProps) {
  const { t } = useTranslation('stock')
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('acts.WasteVial')} size="lg">
      {props.opened ? <WasteForm {...props} /> : null}
    </Modal>
  )
}

function WasteForm({ onClose }: WasteProps) {
  const { t } = useTranslation('stock')
  const { submit, busy } = useSubmit()
  const [scan, setScan] = useState<Scan>()
  const [reason, setReason] = useState('')
  const form = useFormRefusal(['reason'])
  const record = async (event: FormEvent) => {
    event.preventDefault()
    if (scan === undefined || busy) return
    if (reason.trim().length < 3) return form.refuse({ rule: 'reason_missing', field: 'reason' })
    const reply = await submit({ type: 'WasteVial', vialCode: scan.code, entered: scan.entered, reason: reason.trim() })
    if (reply.ok) onClose()
    else if ('refusal' in reply) form.refuse(reply.refusal)
  }
  return (
    <Stack gap="md">
      <Text>{t('acts.WasteVial_text')}</Text>
      <ScanField
        label={t('acts.vial_code')}
        wants="vial"
        onCode={(found) => {
          form.clear()
          setScan(found)
          return undefined
        }}
      />
      <ScanSlots needed={1} scans={scan === undefined ? [] : [scan]} onRemove={() => setScan(undefined)} />
      <form noValidate onSubmit={record}>
        <Stack gap="md">
          <TextInput
            label={t('acts.reason')}
            value={reason}
            maxLength={400}
            onChange={(event) => setReason(event.currentTarget.value)}
            required
            {...form.field('reason')}
          />
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          <Group justify="space-between">
            <Button variant="default" onClick={onClose}>
              {t('common:back')}
            </Button>
            <Button type="submit" color="red.9" loading={busy} disabled={scan === undefined}>
              {t('acts.WasteVial')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  )
}
