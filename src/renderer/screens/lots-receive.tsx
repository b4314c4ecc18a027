import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Arm, arms, type StudySettings } from '../../core/registry/settings.ts'
import { type Monitor, monitors } from '../../core/stock/events.ts'
import { latinDigits } from '../../core/text.ts'
import type { IsoDate } from '../../core/time.ts'
import { Count } from '../parts/amount.tsx'
import { useBoth } from '../parts/language.ts'
import { Day } from '../parts/moment.tsx'
import { DayInput } from '../parts/moment-input.tsx'
import { RefusalNote, useFormRefusal, useRefusalText } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import classes from './lots-receive.module.css'
import { PlaceField } from './shelf/place-field.tsx'
import { ReceiptSum } from './shelf/receipt-sum.tsx'
import { readTypedCount } from './shelf/typed-count.ts'

type ReceiveProps = { readonly settings: StudySettings; onLeave(): void; onDone(lotId: string | undefined): void }

const texts = ['lotNumber', 'manufacturer', 'storagePlace', 'sender'] as const
type TextField = (typeof texts)[number]
const longest: Readonly<Record<TextField, number>> = { lotNumber: 40, manufacturer: 120, storagePlace: 80, sender: 120 }
const counts = ['announcedVials', 'vialCount', 'damagedVials'] as const
type CountField = (typeof counts)[number]
const mostVials = 20_000
const leastVials: Readonly<Record<CountField, number>> = { announcedVials: 0, vialCount: 1, damagedVials: 0 }
const fields = [...texts, ...counts, 'product', 'expiresOn', 'arrivalCelsius', 'monitor']

/** Degrees as typed: a minus of any kind, Latin or Persian digits, point or comma. */
export function readCelsius(typed: string): string | undefined {
  const plain = latinDigits(typed.trim()).replace(/[−–]/g, '-').replace(/[,٫]/g, '.')
  return /^-?\d{1,3}(\.\d)?$/.test(plain) ? plain : undefined
}

/** Receives a lot into quarantine: what came, from whom, how warm it was, and where it lies now. */
export function ReceiveScreen({ settings, onLeave, onDone }: ReceiveProps) {
  const { t } = useTranslation('stock')
  const both = useBoth()
  const [product, setProduct] = useState<Arm>()
  const [text, setText] = useState<Record<TextField, string>>({
    lotNumber: '',
    manufacturer: '',
    storagePlace: '',
    sender: '',
  })
  const [expiresOn, setExpiresOn] = useState<IsoDate>()
  const [typed, setTyped] = useState<Record<CountField, string>>({
    announcedVials: '',
    vialCount: '',
    damagedVials: '',
  })
  const [monitor, setMonitor] = useState<Monitor>()
  const [celsius, setCelsius] = useState('')
  const [left, setLeft] = useState<readonly string[]>([])
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(fields)
  const rule = useRefusalText()
  const read = (name: CountField) => readTypedCount(typed[name], mostVials, leastVials[name])
  const [announcedVials, vialCount, damagedVials] = [read('announcedVials'), read('vialCount'), read('damagedVials')]
  const arrivalCelsius = readCelsius(celsius)
  const filled = texts.every((name) => text[name].trim() !== '')
  const command =
    product !== undefined &&
    expiresOn !== undefined &&
    vialCount !== undefined &&
    announcedVials !== undefined &&
    damagedVials !== undefined &&
    monitor !== undefined &&
    arrivalCelsius !== undefined &&
    filled
      ? ({
          type: 'ReceiveLot',
          product,
          lotNumber: text.lotNumber.trim(),
          manufacturer: text.manufacturer.trim(),
          expiresOn,
          vialCount,
          announcedVials,
          damagedVials,
          monitor,
          storagePlace: text.storagePlace.trim(),
          sender: text.sender.trim(),
          arrivalCelsius,
        } as const)
      : undefined
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    form.clear()
    if (command !== undefined) setSigning(true)
  }
  const leave = (name: string) => setLeft((before) => (before.includes(name) ? before : [...before, name]))
  const scold = (name: string, wrong: boolean, message: string) =>
    left.includes(name) && wrong ? { error: message } : {}
  const line = (name: TextField) => (
    <TextInput
      key={name}
      label={t(`receive.${name}`)}
      value={text[name]}
      maxLength={longest[name]}
      {...(name === 'lotNumber' ? { dir: 'ltr' as const } : {})}
      onChange={(event) => {
        const { value } = event.currentTarget
        form.clear()
        setText((before) => ({ ...before, [name]: value }))
      }}
      required
      {...form.field(name)}
    />
  )
  const contradiction = (name: CountField): string | undefined => {
    if (name === 'vialCount' && vialCount !== undefined && announcedVials !== undefined && vialCount > announcedVials)
      return rule({ rule: 'counted_above_announced', values: { counted: vialCount, announced: announcedVials } })
    if (name === 'damagedVials' && damagedVials !== undefined && vialCount !== undefined && damagedVials > vialCount)
      return rule({ rule: 'damaged_above_counted', values: { damaged: damagedVials, counted: vialCount } })
    return read(name) === undefined ? t(`receive.${name}_invalid`) : undefined
  }
  const count = (name: CountField) => (
    <TextInput
      key={name}
      label={t(`receive.${name}`)}
      {...(name === 'vialCount' ? { description: t('receive.vialCount_help') } : {})}
      value={typed[name]}
      inputMode="numeric"
      dir="ltr"
      maxLength={5}
      onBlur={() => leave(name)}
      onChange={(event) => {
        const { value } = event.currentTarget
        form.clear()
        setTyped((before) => ({ ...before, [name]: value }))
      }}
      required
      {...scold(name, contradiction(name) !== undefined, contradiction(name) ?? '')}
      {...form.field(name)}
    />
  )
  return (
    <form noValidate onSubmit={goOn} style={{ display: 'contents' }}>
      <Screen
        title={t('receive.title')}
        about={t('receive.lead')}
        help={t('receive.help')}
        actions={
          <Button variant="default" onClick={onLeave}>
            {t('receive.leave')}
          </Button>
        }
        primary={
          <Button type="submit" disabled={command === undefined}>
            {text.lotNumber.trim() === '' ? t('lots.receive') : t('receive.record', { lot: text.lotNumber.trim() })}
          </Button>
        }
      >
        <Stack gap="md">
          <div className={classes.fields}>
            <NativeSelect
              label={t('product')}
              value={product ?? ''}
              onChange={(event) => setProduct(arms.find((arm) => arm === event.currentTarget.value))}
              data={[
                { value: '', label: t('receive.choose_product'), disabled: true },
                ...arms.map((arm) => ({ value: arm, label: both(settings.arms[arm].product) })),
              ]}
              required
              {...form.field('product')}
            />
            {line('lotNumber')}
            {line('manufacturer')}
            <DayInput
              label={t('receive.expiresOn')}
              value={expiresOn}
              onChange={(day) => {
                form.clear()
                setExpiresOn(day)
              }}
              required
              {...form.field('expiresOn')}
            />
            {counts.map(count)}
            <TextInput
              label={t('receive.arrivalCelsius')}
              description={t('receive.celsius_help')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={celsius}
              dir="ltr"
              maxLength={7}
              onBlur={() => leave('arrivalCelsius')}
              onChange={(event) => setCelsius(event.currentTarget.value)}
              required
              {...scold('arrivalCelsius', arrivalCelsius === undefined, t('receive.celsius_invalid'))}
              {...form.field('arrivalCelsius')}
            />
            <NativeSelect
              label={t('receive.monitor')}
              value={monitor ?? ''}
              onChange={(event) => setMonitor(monitors.find((one) => one === event.currentTarget.value))}
              data={[
                { value: '', label: t('receive.choose_product'), disabled: true },
                ...monitors.map((one) => ({ value: one, label: t(`shelf:receipt.monitors.${one}`) })),
              ]}
              required
              {...form.field('monitor')}
            />
            <PlaceField
              label={t('receive.storagePlace')}
              value={text.storagePlace}
              onChange={(value) => {
                form.clear()
                setText((before) => ({ ...before, storagePlace: value }))
              }}
              required
              {...form.field('storagePlace')}
            />
            {line('sender')}
          </div>
          {announcedVials === undefined || vialCount === undefined || damagedVials === undefined ? null : (
            <ReceiptSum announced={announcedVials} counted={vialCount} damaged={damagedVials} />
          )}
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
        </Stack>
        <SignDialog
          opened={signing}
          onClose={() => setSigning(false)}
          command={command}
          title={t('receive.read_back')}
          facts={
            command === undefined
              ? []
              : [
                  { label: t('product'), value: both(settings.arms[command.product].product) },
                  { label: t('lot_number'), value: <bdi className="ltr">{command.lotNumber}</bdi> },
                  { label: t('receive.manufacturer'), value: <bdi>{command.manufacturer}</bdi> },
                  { label: t('receive.expiresOn'), value: <Day on={command.expiresOn} /> },
                  { label: t('receive.announcedVials'), value: <Count value={command.announcedVials} /> },
                  { label: t('receive.vialCount'), value: <Count value={command.vialCount} /> },
                  { label: t('receive.damagedVials'), value: <Count value={command.damagedVials} /> },
                  { label: t('receive.monitor'), value: t(`shelf:receipt.monitors.${command.monitor}`) },
                  { label: t('receive.arrivalCelsius'), value: <bdi className="ltr">{command.arrivalCelsius} °C</bdi> },
                  { label: t('receive.storagePlace'), value: <bdi>{command.storagePlace}</bdi> },
                  { label: t('receive.sender'), value: <bdi>{command.sender}</bdi> },
                ]
          }
          action={t('receive.record', { lot: text.lotNumber.trim() })}
          onDone={({ made }) => onDone(made.lotId === undefined ? undefined : String(made.lotId))}
          onRefused={(refusal) => {
            form.refuse(refusal)
            return true
          }}
        />
      </Screen>
    </form>
  )
}
