import { Button, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotRow } from '../../../core/stock/answers.ts'
import { Code } from '../../parts/code.tsx'
import { useEnteredFact } from '../../parts/entered.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import { enteredOf, type Scan } from '../prepare-scan.tsx'
import { VialPicker } from './vial-picker.tsx'

type SamplesProps = { readonly opened: boolean; readonly lot: LotRow; onClose(): void }
const shortestReason = 3

/** Puts retention samples apart: which vials, why, and QA's signature. */
export function SamplesDialog(props: SamplesProps) {
  const { t } = useTranslation('shelf')
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('samples.title', { lot: props.lot.lotNumber })}
      size="lg"
    >
      {props.opened ? <SamplesForm {...props} /> : null}
    </Modal>
  )
}

function SamplesForm({ lot, onClose }: SamplesProps) {
  const { t } = useTranslation('shelf')
  const enteredFact = useEnteredFact()
  const [scans, setScans] = useState<readonly Scan[]>([])
  const codes = scans.map(({ code }) => code)
  const entered = enteredOf(scans)
  const [reason, setReason] = useState('')
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(['reason'])
  const action = t('samples.record', { count: codes.length })
  const complete = codes.length > 0 && reason.trim().length >= shortestReason
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    form.clear()
    if (complete) setSigning(true)
  }
  return (
    <Stack gap="md">
      <Text>{t('samples.text')}</Text>
      <VialPicker scans={scans} onScans={setScans} />
      <form noValidate onSubmit={goOn}>
        <Stack gap="md">
          <TextInput
            label={t('stock:acts.reason')}
            value={reason}
            maxLength={400}
            onChange={(event) => setReason(event.currentTarget.value)}
            required
            {...form.field('reason')}
          />
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          <Button type="submit" disabled={!complete} style={{ alignSelf: 'flex-end' }}>
            {t('samples.go_on')}
          </Button>
        </Stack>
      </form>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={{ type: 'PutSamplesApart', lotId: lot.lotId, vialCodes: codes, entered, reason: reason.trim() }}
        title={t('samples.title', { lot: lot.lotNumber })}
        action={action}
        facts={[
          { label: t('stock:lot_number'), value: <bdi className="ltr">{lot.lotNumber}</bdi> },
          {
            label: t('samples.vials'),
            value: codes.map((code) => (
              <div key={code}>
                <Code value={code} />
              </div>
            )),
          },
          enteredFact(entered),
          { label: t('stock:acts.reason'), value: <bdi>{reason.trim()}</bdi> },
        ]}
        onDone={onClose}
        onRefused={(refusal) => {
          if (refusal.rule.startsWith('passphrase_')) return false
          form.refuse(refusal)
          return true
        }}
      />
    </Stack>
  )
}
