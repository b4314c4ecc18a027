import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Arm, arms, type StudySettings } from '../../core/registry/settings.ts'
import { latinDigits } from '../../core/text.ts'
import type { IsoDate } from '../../core/time.ts'
import { Count } from '../parts/amount.tsx'
import { useBoth } from '../parts/language.ts'
import { Day } from '../parts/moment.tsx'
import { DayInput } from '../parts/moment-input.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import classes from './lots-receive.module.css'

type ReceiveProps = { readonly settings: StudySettings; onLeave(): void; onDone(lotId: string | undefined): void }

const texts = ['lotNumber', 'manufacturer', 'storagePlace', 'sender'] as const
type TextField = (typeof texts)[number]
const longest: Readonly<Record<TextField, number>> = { lotNumber: 40, manufacturer: 120, storagePlace: 80, sender: 120 }
const fields = [...texts, 'product', 'expiresOn', 'vialCount', 'arrivalCelsius']

/** Degrees as typed: a minus of any kind, Latin or Persian digits, point or comma. */
function readCelsius(typed: string): string | undefined {
  const plain = latinDigits(typed.trim()).replace(/[−–]/g, '-').replace(/[,٫]/g, '.')
  return /^-?\d{1,3}(\.\d)?$/.test(plain) ? plain : undefined
}

function readCount(typed: string): number | undefined {
  const plain = latinDigits(typed.trim())
  const count = /^\d{1,5}$/.test(plain) ? Number(plain) : 0
  return count >= 1 && count <= 20_000 ? count : undefined
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
  const [count, setCount] = useState('')
  const [celsius, setCelsius] = useState('')
  const [left, setLeft] = useState<readonly string[]>([])
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(fields)
  const vialCount = readCount(count)
  const arrivalCelsius = readCelsius(celsius)
  const filled = texts.every((name) => text[name].trim() !== '')
  const command =
    product !== undefined &&
    expiresOn !== undefined &&
    vialCount !== undefined &&
    arrivalCelsius !== undefined &&
    filled
      ? ({
          type: 'ReceiveLot',
          product,
          lotNumber: text.lotNumber.trim(),
          manufacturer: text.manufacturer.trim(),
          expiresOn,
          vialCount,
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
            <TextInput
              label={t('receive.vialCount')}
              value={count}
              inputMode="numeric"
              dir="ltr"
              maxLength={5}
              onBlur={() => leave('vialCount')}
              onChange={(event) => setCount(event.currentTarget.value)}
              required
              {...scold('vialCount', vialCount === undefined, t('receive.count_invalid'))}
              {...form.field('vialCount')}
            />
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
            {line('storagePlace')}
            {line('sender')}
          </div>
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
                  { label: t('receive.vialCount'), value: <Count value={command.vialCount} /> },
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
