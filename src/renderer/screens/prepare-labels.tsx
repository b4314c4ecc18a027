import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../../contract/requests.ts'
import type { DoseRow } from '../../core/clinic/answers.ts'
import { labelKinds } from '../../core/registry/settings.ts'
import type { Refusal } from '../../core/result.ts'
import { request, useSubmit } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { identify, useSyringeOf } from '../parts/identify.ts'
import { useOnce } from '../parts/once.ts'
import { RefusalNote } from '../parts/refusal.tsx'
import { handOn, useScan } from '../parts/scan.tsx'
import { Screen } from '../parts/screen.tsx'
import { LabelPrintersDialog, usePrinterName, usePrinters } from './label-printers.tsx'
import { ReasonDialog } from './participant-reason.tsx'
import { SyringeList } from './syringe-list.tsx'

/** A dose whose preparation is finished: its labels, then the checker. */
export function PreparedScreen({ dose, justFinished }: { dose: DoseRow; justFinished: boolean }) {
  const { t } = useTranslation('dose')
  const navigate = useNavigate()
  const { submit, busy } = useSubmit()
  const [refusal, setRefusal] = useState<Refusal>()
  const make = async () => {
    const reply = await submit({ type: 'PrintLabels', doseId: dose.doseId, reason: '' })
    setRefusal(reply.ok || !('refusal' in reply) ? undefined : reply.refusal)
  }
  const { printers } = usePrinters()
  // Where labels go without a question, they follow the last step of the preparation by themselves.
  const goesByItself =
    justFinished && printers !== undefined && labelKinds.every((kind) => printers.used[kind].way !== 'dialog')
  useOnce(goesByItself && !dose.labelled, () => void make())
  const identifyOurs = useSyringeOf(dose)
  useScan(
    async (code) => {
      const found = await identify(code)
      const problem = found?.kind === 'lot' ? undefined : (await identifyOurs(code)).problem
      if (problem !== undefined) return problem
      handOn(code)
      navigate({ screen: 'verify', about: dose.doseId })
      return undefined
    },
    dose.labelled,
    'view',
  )
  return (
    <Screen
      title={t('prepare.title', { number: dose.number })}
      about={t('prepare.finished_title')}
      help={t('prepare.help')}
      actions={
        <Button variant="default" onClick={() => navigate({ screen: 'participant', about: String(dose.number) })}>
          {t('prepare.open_participant')}
        </Button>
      }
      primary={
        dose.labelled ? (
          <Button key="verify" size="lg" autoFocus onClick={() => navigate({ screen: 'verify', about: dose.doseId })}>
            {t('person.verify')}
          </Button>
        ) : (
          <Button key="make" size="lg" autoFocus onClick={make} loading={busy}>
            {t('labels.record')}
          </Button>
        )
      }
    >
      <Stack gap="lg" maw="46rem">
        <Text size="lg">{t('prepare.finished_lead', { count: dose.syringes.length })}</Text>
        {dose.useBefore === undefined ? null : (
          <Text size="lg">
            {t('use_before')} <Countdown until={dose.useBefore} />
          </Text>
        )}
        <SyringeList syringes={dose.syringes} />
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
        {dose.labelled ? <Labels doseId={dose.doseId} atOnce={goesByItself} /> : null}
      </Stack>
    </Screen>
  )
}

type Printable = Requests['document']['document']

type ButtonsProps = {
  readonly document: Printable
  readonly print?: string
  /** For what exists once: called when it is on paper or in a file, and gone from memory. */
  onHanded?(): void
  /** Prints as soon as it stands there. */
  readonly atOnce?: boolean
}

/** Prints or saves a document that the shell renders; says what came of it. */
export function DocumentButtons({ document, print, onHanded, atOnce = false }: ButtonsProps) {
  const { t } = useTranslation('dose')
  const [came, setCame] = useState<'printed' | 'saved' | 'failed'>()
  const [refusal, setRefusal] = useState<Refusal>()
  const [busy, setBusy] = useState(false)
  const gone = onHanded !== undefined && came !== undefined && came !== 'failed'
  const make = async (as: 'print' | 'save') => {
    setBusy(true)
    setCame(undefined)
    setRefusal(undefined)
    const reply = await request('document', { document, as })
    setBusy(false)
    if (reply.ok && reply.value.saved === true) {
      setCame(as === 'print' ? 'printed' : 'saved')
      onHanded?.()
    } else if (reply.ok) setCame(undefined)
    else if ('refusal' in reply) setRefusal(reply.refusal)
    else setCame('failed')
  }
  useOnce(atOnce, () => void make('print'))
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button variant="light" onClick={() => make('print')} loading={busy} disabled={gone}>
          {print ?? t('labels.print')}
        </Button>
        <Button variant="default" onClick={() => make('save')} disabled={busy || gone}>
          {t('labels.save')}
        </Button>
        <Text role="status" className="quiet">
          {came === undefined || came === 'failed' ? '' : t(`labels.${came}`)}
        </Text>
      </Group>
      {came === 'failed' ? <Alert color="red">{t('labels.failed')}</Alert> : null}
      {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
    </Stack>
  )
}

/** Labels that were recorded: to be printed or saved; printing anew voids the former serials. */
export function Labels({ doseId, atOnce = false }: { doseId: string; atOnce?: boolean }) {
  const { t } = useTranslation(['dose', 'study'])
  const [again, setAgain] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const { printers, choose } = usePrinters()
  const nameOf = usePrinterName(printers)
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('labels.ready')}</Text>
      <DocumentButtons document={{ kind: 'labels', doseId }} atOnce={atOnce} />
      {printers === undefined ? null : (
        <Text size="sm" className="quiet">
          {labelKinds
            .map((label) =>
              t('printers.to', { label: t(`study:labelWords.label.${label}`), printer: nameOf(printers.used[label]) }),
            )
            .join(' · ')}
        </Text>
      )}
      <Group>
        <Button variant="subtle" onClick={() => setChoosing(true)}>
          {t('printers.open')}
        </Button>
        <Button variant="subtle" onClick={() => setAgain(true)}>
          {t('labels.again')}
        </Button>
      </Group>
      <LabelPrintersDialog
        doseId={doseId}
        opened={choosing}
        onClose={() => setChoosing(false)}
        printers={printers}
        onChoose={choose}
      />
      <ReasonDialog
        opened={again}
        onClose={() => setAgain(false)}
        title={t('labels.again_title')}
        text={t('labels.again_text')}
        action={t('labels.again_record')}
        command={(reason) => ({ type: 'PrintLabels', doseId, reason: reason.slice(0, 200) })}
      />
    </Stack>
  )
}
