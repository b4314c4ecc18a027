import { Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../../core/decide.ts'
import type { Answers } from '../../../core/questions.ts'
import { receiptValues } from '../../../core/stock/corrected-receipt.ts'
import type { ReceiptField } from '../../../core/stock/lot.ts'
import { persianNumber } from '../../../core/text.ts'
import { useEnteredFact } from '../../parts/entered.tsx'
import type { Fact } from '../../parts/facts.tsx'
import { useLanguage } from '../../parts/language.ts'
import { DayInput } from '../../parts/moment-input.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import receiveClasses from '../lots-receive.module.css'
import { readCelsius } from '../lots-receive.tsx'
import { enteredOf, type Scan } from '../prepare-scan.tsx'
import { useReceiptValue } from './receipt-changes.tsx'
import { readTypedCount } from './typed-count.ts'
import { VialPicker } from './vial-picker.tsx'

type Correction = Extract<Command, { type: 'CorrectReceipt' }>
type CodeList = 'neverCame' | 'cameDamaged' | 'cameSound'
const texts = ['lotNumber', 'manufacturer'] as const
const counts = ['announcedVials', 'vialCount', 'damagedVials'] as const
const most = 20_000
const leastVials = { vialCount: 1, damagedVials: 0 } as const
const shortestReason = 3
const noScans: readonly Scan[] = []

/**
 * Corrects what the receipt of a lot says. What is left as it stands is not corrected. Where the numbers change, the vials
 * are named: the codes that no vial bears, and those that came damaged or sound after all.
 */
export function CorrectReceiptScreen({ answer, onLeave }: { answer: Answers['Lot']; onLeave(): void }) {
  const { t } = useTranslation(['shelf', 'stock'])
  const { lot, places } = answer
  const written = useReceiptValue()
  const enteredFact = useEnteredFact()
  const language = useLanguage()
  const inDigits = (value: string | number) => (language === 'fa' ? persianNumber(String(value)) : String(value))
  const before: Record<ReceiptField, string> = {
    lotNumber: lot.lotNumber,
    manufacturer: lot.manufacturer,
    expiresOn: lot.expiresOn,
    arrivalCelsius: inDigits(lot.arrivalCelsius),
    announcedVials: lot.announcedVials === undefined ? '' : inDigits(lot.announcedVials),
    vialCount: inDigits(lot.receivedVials),
    damagedVials: inDigits(lot.damagedVials),
  }
  const [typed, setTyped] = useState(before)
  const [scans, setScans] = useState<Partial<Record<CodeList, readonly Scan[]>>>({})
  const [storagePlace, setStoragePlace] = useState(places[0]?.storagePlace ?? lot.storagePlace)
  const [reason, setReason] = useState('')
  const [signing, setSigning] = useState(false)
  /** The last numbers that could be read: a scan that passes through their fields must not take the lists away. */
  const [legible, setLegible] = useState({ vialCount: lot.receivedVials, damagedVials: lot.damagedVials })
  const form = useFormRefusal([...receiptValues, 'vialCount', 'storagePlace', 'reason'])
  const change = (field: ReceiptField, value: string) => {
    form.clear()
    setTyped((all) => ({ ...all, [field]: value }))
    if (field !== 'vialCount' && field !== 'damagedVials') return
    const count = readTypedCount(value, most, leastVials[field])
    if (count !== undefined) setLegible((all) => ({ ...all, [field]: count }))
  }
  const numbers = {
    announcedVials: typed.announcedVials === '' ? lot.announcedVials : readTypedCount(typed.announcedVials, most),
    vialCount: readTypedCount(typed.vialCount, most, leastVials.vialCount),
    damagedVials: readTypedCount(typed.damagedVials, most),
  }
  const celsius = readCelsius(typed.arrivalCelsius)
  const fewer = Math.max(0, lot.receivedVials - legible.vialCount)
  const more = Math.max(0, legible.vialCount - lot.receivedVials)
  const named = (list: CodeList) => scans[list] ?? noScans
  const damagedMore = Math.max(0, legible.damagedVials - lot.damagedVials)
  const damagedLess = Math.max(0, lot.damagedVials - legible.damagedVials)
  const lists: readonly { readonly list: CodeList; readonly needed: number }[] = [
    { list: 'neverCame', needed: fewer },
    { list: 'cameDamaged', needed: damagedMore },
    { list: 'cameSound', needed: damagedLess },
  ]
  const wanted = lists.filter(({ needed }) => needed > 0)
  // The scan goes to the first list that still lacks a code.
  const open = wanted.find(({ list, needed }) => named(list).length < needed)
  const changed = {
    ...(typed.lotNumber.trim() === lot.lotNumber ? {} : { lotNumber: typed.lotNumber.trim() }),
    ...(typed.manufacturer.trim() === lot.manufacturer ? {} : { manufacturer: typed.manufacturer.trim() }),
    ...(typed.expiresOn === lot.expiresOn ? {} : { expiresOn: typed.expiresOn }),
    ...(celsius === undefined || celsius === lot.arrivalCelsius ? {} : { arrivalCelsius: celsius }),
    ...(numbers.announcedVials === undefined || numbers.announcedVials === lot.announcedVials
      ? {}
      : { announcedVials: numbers.announcedVials }),
  }
  const codes = wanted.flatMap(({ list, needed }) => named(list).slice(0, needed))
  const isWhole =
    typed.lotNumber.trim() !== '' &&
    typed.manufacturer.trim() !== '' &&
    typed.expiresOn !== '' &&
    celsius !== undefined &&
    numbers.vialCount !== undefined &&
    numbers.damagedVials !== undefined &&
    (typed.announcedVials === '' || numbers.announcedVials !== undefined) &&
    open === undefined &&
    reason.trim().length >= shortestReason
  const differs = Object.keys(changed).length > 0 || wanted.length > 0 || more > 0
  const command: Correction | undefined =
    isWhole && differs
      ? {
          ...{ type: 'CorrectReceipt', lotId: lot.lotId, ...changed },
          ...(more === 0 ? {} : { overlookedVials: more, storagePlace }),
          ...Object.fromEntries(wanted.map(({ list }) => [list, named(list).map(({ code }) => code)])),
          ...(codes.length === 0 ? {} : { entered: enteredOf(codes) }),
          reason: reason.trim(),
        }
      : undefined
  const formerly = (field: ReceiptField): string | number =>
    field === 'vialCount' ? lot.receivedVials : field === 'damagedVials' ? lot.damagedVials : (lot[field] ?? '')
  const facts: Fact[] = [
    ...Object.entries(changed).map(([field, now]) => ({
      label: t(`stock:receive.${field}`),
      value: (
        <Was was={written(field as ReceiptField, formerly(field as ReceiptField))}>
          {written(field as ReceiptField, now)}
        </Was>
      ),
    })),
    ...(['vialCount', 'damagedVials'] as const).flatMap((field) => {
      const was = formerly(field)
      const now = legible[field]
      return was === now
        ? []
        : [{ label: t(`stock:receive.${field}`), value: <Was was={written(field, was)}>{written(field, now)}</Was> }]
    }),
    ...(codes.length === 0 ? [] : [enteredFact(enteredOf(codes))]),
    ...(more === 0 ? [] : [{ label: t('correct_receipt.lie_in'), value: <bdi>{storagePlace}</bdi> }]),
    { label: t('stock:acts.reason'), value: <bdi>{reason.trim()}</bdi> },
  ]
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    form.clear()
    if (command !== undefined) setSigning(true)
  }
  const action = t('correct_receipt.record', { lot: lot.lotNumber })
  /** What stood there before, while something else is typed. */
  const wasOf = (field: ReceiptField) =>
    typed[field].trim() === before[field] ? {} : { description: <Was was={written(field, formerly(field))} /> }
  return (
    <>
      <form id="correct" noValidate onSubmit={goOn} />
      <Screen
        title={t('correct_receipt.title', { lot: lot.lotNumber })}
        about={t('correct_receipt.about')}
        help={t('correct_receipt.help')}
        actions={
          <Button variant="default" onClick={onLeave}>
            {t('correct_receipt.leave')}
          </Button>
        }
        primary={
          <Button type="submit" form="correct" disabled={command === undefined}>
            {action}
          </Button>
        }
      >
        <Stack gap="md">
          <div className={receiveClasses.fields}>
            {texts.map((field) => (
              <TextInput
                key={field}
                form="correct"
                label={t(`stock:receive.${field}`)}
                value={typed[field]}
                maxLength={field === 'lotNumber' ? 40 : 120}
                {...(field === 'lotNumber' ? { dir: 'ltr' as const } : {})}
                onChange={(event) => change(field, event.currentTarget.value)}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                required
                {...wasOf(field)}
                {...form.field(field)}
              />
            ))}
            <DayInput
              label={t('stock:receive.expiresOn')}
              value={typed.expiresOn}
              onChange={(day) => change('expiresOn', day ?? '')}
              required
              {...form.field('expiresOn')}
            />
            {counts.map((field) => (
              <TextInput
                key={field}
                form="correct"
                label={t(`stock:receive.${field}`)}
                value={typed[field]}
                inputMode="numeric"
                dir="ltr"
                onChange={(event) => change(field, event.currentTarget.value)}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                {...wasOf(field)}
                {...(typed[field] !== '' && numbers[field] === undefined
                  ? { error: t(`stock:receive.${field}_invalid`) }
                  : {})}
                {...form.field(field)}
              />
            ))}
            <TextInput
              form="correct"
              label={t('stock:receive.arrivalCelsius')}
              value={typed.arrivalCelsius}
              dir="ltr"
              maxLength={7}
              onChange={(event) => change('arrivalCelsius', event.currentTarget.value)}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              {...wasOf('arrivalCelsius')}
              {...(celsius === undefined ? { error: t('stock:receive.celsius_invalid') } : {})}
              {...form.field('arrivalCelsius')}
            />
            <TextInput
              form="correct"
              label={t('stock:acts.reason')}
              value={reason}
              maxLength={400}
              onChange={(event) => {
                form.clear()
                setReason(event.currentTarget.value)
              }}
              required
              {...form.field('reason')}
            />
            {more === 0 ? null : (
              <NativeSelect
                form="correct"
                label={t('correct_receipt.lie_in')}
                description={t('correct_receipt.lie_in_help', { count: more })}
                value={storagePlace}
                onChange={(event) => setStoragePlace(event.currentTarget.value)}
                data={[...new Set([...places.map((place) => place.storagePlace), storagePlace])]}
                {...form.field('storagePlace')}
              />
            )}
          </div>
          {/* What is said of a code stands above the lists: there it is seen without scrolling. */}
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          {wanted.map(({ list, needed }) => (
            <div key={list}>
              <Text fw={600}>{t(`correct_receipt.${list}`, { count: needed })}</Text>
              <VialPicker
                scans={named(list)}
                needed={needed}
                active={!signing && (open?.list ?? list) === list}
                onScans={(next) => {
                  form.clear()
                  setScans((all) => ({ ...all, [list]: next }))
                }}
              />
            </div>
          ))}
        </Stack>
      </Screen>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={command}
        title={t('correct_receipt.title', { lot: lot.lotNumber })}
        action={action}
        facts={facts}
        onDone={onLeave}
        onRefused={(refusal) => {
          if (refusal.rule.startsWith('passphrase_')) return false
          form.refuse(refusal)
          return true
        }}
      >
        <Text className="quiet">{t('correct_receipt.stays')}</Text>
      </SignDialog>
    </>
  )
}

/** The former value, struck through, before what takes its place. */
function Was({ was, children }: { was: string; children?: ReactNode }) {
  return (
    <>
      <s className="quiet">{was}</s> {children}
    </>
  )
}
