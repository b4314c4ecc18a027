import { Alert, Button, Group, Modal, SegmentedControl, Select, Stack, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Replies } from '../../contract/replies.ts'
import type { LabelPrinter } from '../../contract/requests.ts'
import { type LabelKind, labelKinds } from '../../core/registry/settings.ts'
import type { Refusal } from '../../core/result.ts'
import { request, useStatus } from '../api.ts'
import { digits } from '../moments.ts'
import { useLanguage } from '../parts/language.ts'
import { RefusalNote } from '../parts/refusal.tsx'
import { LabelPicture } from '../study-form/label-preview.tsx'

const resolutions = [203, 300] as const
type Printers = Replies['printers']

/** The printers of this machine, and what labels go to; asked anew when something of it was chosen. */
export function usePrinters(): {
  readonly printers: Printers | undefined
  choose(label: LabelKind, printer: LabelPrinter): void
} {
  const [printers, setPrinters] = useState<Printers>()
  const ask = async (use?: { label: LabelKind; printer: LabelPrinter }) => {
    const reply = await request('printers', use === undefined ? {} : { use })
    if (reply.ok) setPrinters(reply.value)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the labels come up.
  useEffect(() => void ask(), [])
  return { printers, choose: (label, printer) => void ask({ label, printer }) }
}

/** A printer in words. */
export function usePrinterName(printers: Printers | undefined): (printer: LabelPrinter) => string {
  const { t } = useTranslation('dose')
  const language = useLanguage()
  return (printer) => {
    if (printer.way === 'dialog') return t('printers.dialog')
    const title = printers?.installed.find(({ name }) => name === printer.name)?.title
    const name = title ?? t('printers.gone', { name: printer.name })
    return printer.way === 'printer'
      ? t('printers.driver', { name })
      : t('printers.zpl', { name, dpi: digits(printer.dotsPerInch, language) })
  }
}

type DialogProps = {
  readonly doseId: string
  readonly opened: boolean
  onClose(): void
  readonly printers: Printers | undefined
  onChoose(label: LabelKind, printer: LabelPrinter): void
}

/** Where labels go on this machine; and labels in the language of label printers, looked at and saved. */
export function LabelPrintersDialog({ opened, onClose, ...props }: DialogProps) {
  const { t } = useTranslation(['dose', 'common'])
  return (
    <Modal opened={opened} onClose={onClose} title={t('printers.title')} size="xl">
      {opened ? (
        <Stack gap="md">
          <Choices {...props} />
          <LabelJobs doseId={props.doseId} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('printers.done')}</Button>
          </Group>
        </Stack>
      ) : null}
    </Modal>
  )
}

function Choices({ printers, onChoose }: Pick<DialogProps, 'printers' | 'onChoose'>) {
  const { t } = useTranslation(['dose', 'study'])
  const nameOf = usePrinterName(printers)
  if (printers === undefined) return null
  const { installed, raw, used } = printers
  const choices: LabelPrinter[] = [
    { way: 'dialog' },
    ...installed.map(({ name }) => ({ way: 'printer', name }) as const),
    ...(raw
      ? installed.flatMap(({ name }) => resolutions.map((dotsPerInch) => ({ way: 'zpl', name, dotsPerInch }) as const))
      : []),
  ]
  const keyOf = (printer: LabelPrinter) => JSON.stringify(printer)
  return (
    <>
      <Text className="quiet">{t('printers.lead')}</Text>
      {installed.length === 0 ? <Alert color="gray">{t('printers.none')}</Alert> : null}
      <Group gap="md" grow align="flex-start">
        {labelKinds.map((label) => {
          const offered = choices.some((one) => keyOf(one) === keyOf(used[label])) ? choices : [...choices, used[label]]
          return (
            <Select
              key={label}
              label={t('printers.field', { label: t(`study:labelWords.label.${label}`) })}
              value={keyOf(used[label])}
              data={offered.map((one) => ({ value: keyOf(one), label: nameOf(one) }))}
              onChange={(value) => onChoose(label, offered.find((one) => keyOf(one) === value) ?? { way: 'dialog' })}
              allowDeselect={false}
            />
          )
        })}
      </Group>
    </>
  )
}

function LabelJobs({ doseId }: { doseId: string }) {
  const { t } = useTranslation(['dose', 'study'])
  const language = useLanguage()
  const sizes = useStatus()?.settings?.labelSizes
  const [label, setLabel] = useState<LabelKind>('syringe')
  const [dotsPerInch, setDots] = useState<(typeof resolutions)[number]>(203)
  const [pictures, setPictures] = useState<readonly Uint8Array[]>([])
  const [refusal, setRefusal] = useState<Refusal>()
  const [isSaved, setSaved] = useState(false)
  const [busy, setBusy] = useState(false)
  const hand = async (as: 'view' | 'save') => {
    setBusy(true)
    setRefusal(undefined)
    const reply = await request('document', { document: { kind: 'label_zpl', doseId, label, dotsPerInch }, as })
    setBusy(false)
    if (!reply.ok) return 'refusal' in reply ? setRefusal(reply.refusal) : undefined
    if (as === 'view') setPictures(reply.value.pictures ?? [])
    else setSaved(reply.value.saved === true)
  }
  const again = () => {
    setPictures([])
    setSaved(false)
  }
  const name = t(`study:labelWords.label.${label}`)
  return (
    <section>
      <Title order={3} size="h5">
        {t('printers.zpl_title')}
      </Title>
      <Text size="sm" className="quiet" mb="sm">
        {t('printers.zpl_lead')}
      </Text>
      <Group gap="md" mb="sm">
        <SegmentedControl
          aria-label={t('printers.which')}
          value={label}
          onChange={(value) => {
            setLabel(value as LabelKind)
            again()
          }}
          data={labelKinds.map((value) => ({ value, label: t(`study:labelWords.label.${value}`) }))}
        />
        <SegmentedControl
          aria-label={t('printers.dots')}
          value={String(dotsPerInch)}
          onChange={(value) => {
            setDots(value === '300' ? 300 : 203)
            again()
          }}
          data={resolutions.map((value) => ({
            value: String(value),
            label: t('printers.dpi', { dpi: digits(value, language) }),
          }))}
        />
        <Button variant="light" onClick={() => hand('view')} loading={busy}>
          {t('printers.show')}
        </Button>
        <Button variant="default" onClick={() => hand('save')} disabled={busy}>
          {t('printers.save')}
        </Button>
        <Text role="status" className="quiet">
          {isSaved ? t('labels.saved') : ''}
        </Text>
      </Group>
      {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      <Stack gap="sm">
        {pictures.map((png, index) => (
          <LabelPicture
            // biome-ignore lint/suspicious/noArrayIndexKey: the labels of one dose stand in their order.
            key={index}
            png={png}
            alt={t('printers.alt', { label: name })}
            millimetres={sizes?.[label].widthMillimetres ?? 0}
          />
        ))}
      </Stack>
    </section>
  )
}
