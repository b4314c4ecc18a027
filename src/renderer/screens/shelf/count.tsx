import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../../core/decide.ts'
import type { LotRow } from '../../../core/stock/answers.ts'
import { useSubmit } from '../../api.ts'
import { Count } from '../../parts/amount.tsx'
import { useEnteredFact } from '../../parts/entered.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import { type Named, Naming } from './naming.tsx'
import classes from './shelf.module.css'
import { readTypedCount } from './typed-count.ts'

type CountCommand = Extract<Command, { type: 'CountLot' }>
const most = 20_000
const shortestExplanation = 10

/**
 * Counts the shelf of a lot: the number first, without the expected one. Where they differ, the difference is named and
 * everything is counted again; what still differs is named vial by vial.
 */
export function CountScreen({ lot, onLeave }: { lot: LotRow; onLeave(): void }) {
  const { t } = useTranslation('shelf')
  const { submit, busy } = useSubmit()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  /** Known once a count has been compared. */
  const [expected, setExpected] = useState<number>()
  const [naming, setNaming] = useState(false)
  const [named, setNamed] = useState<Named>({ missing: [], found: [], byHand: [] })
  const enteredFact = useEnteredFact()
  const entered = named.byHand.length > 0 ? 'typed' : 'scanned'
  const [explanation, setExplanation] = useState('')
  const [signing, setSigning] = useState<CountCommand>()
  const form = useFormRefusal(['countedVials', 'missing', 'explanation'])
  const firstCount = readTypedCount(first, most)
  const secondCount = readTypedCount(second, most)
  const counted = expected === undefined ? firstCount : secondCount
  const command: CountCommand | undefined =
    counted === undefined
      ? undefined
      : {
          ...{ type: 'CountLot', lotId: lot.lotId, countedVials: counted },
          ...(expected === undefined || firstCount === undefined ? {} : { firstCountedVials: firstCount }),
          ...(naming ? { missing: [...named.missing], found: [...named.found], entered } : {}),
          explanation: naming ? explanation.trim() : '',
        }
  const surplus =
    counted === undefined || expected === undefined
      ? 0
      : counted - (expected - named.missing.length + named.found.length)
  const ready = command !== undefined && (!naming || (surplus >= 0 && explanation.trim().length >= shortestExplanation))

  const compare = async (event: FormEvent) => {
    event.preventDefault()
    if (command === undefined || !ready || busy) return
    form.clear()
    // The rule is asked before the passphrase; what it says of a count that differs leads on.
    const reply = await submit(command)
    if (reply.ok || !('refusal' in reply)) return
    const { rule, values } = reply.refusal
    if (rule === 'passphrase_needed') setSigning(command)
    else if (rule === 'count_differs') setExpected(Number(values?.['expected']))
    else if (!naming && (rule === 'difference_not_named' || rule === 'count_not_explained')) setNaming(true)
    else form.refuse(reply.refusal)
  }
  const action = t('count.record', { lot: lot.lotNumber })
  const number = (value: string, onChange: (typed: string) => void, label: string, shut: boolean) => (
    <TextInput
      form="count"
      label={label}
      value={value}
      inputMode="numeric"
      dir="ltr"
      maxLength={6}
      disabled={shut}
      className={classes.number ?? ''}
      onChange={(event) => {
        form.clear()
        onChange(event.currentTarget.value)
      }}
      {...(value.trim() !== '' && readTypedCount(value, most) === undefined ? { error: t('count.invalid') } : {})}
      {...(shut ? {} : form.field('countedVials'))}
      autoFocus={!shut}
      required
    />
  )
  return (
    <>
      <form id="count" noValidate onSubmit={compare} />
      <Screen
        title={t('count.title', { lot: lot.lotNumber })}
        about={t('count.about')}
        help={t('count.help')}
        actions={
          <Button variant="default" onClick={onLeave}>
            {t('count.leave')}
          </Button>
        }
        primary={
          <Button type="submit" form="count" loading={busy} disabled={!ready}>
            {naming ? action : t('count.compare')}
          </Button>
        }
      >
        <Stack gap={naming ? 'sm' : 'lg'} maw="60rem">
          {naming ? null : (
            <>
              <Text>{t('count.lead')}</Text>
              {number(first, setFirst, t('count.counted'), expected !== undefined)}
            </>
          )}
          {naming || expected === undefined ? null : (
            <>
              <Text fw={600} role="status">
                {t('count.differs', {
                  counted: firstCount,
                  expected,
                  difference: Math.abs(expected - (firstCount ?? 0)),
                })}
              </Text>
              <Text>{t('count.again')}</Text>
              {number(second, setSecond, t('count.second'), false)}
            </>
          )}
          {naming && expected !== undefined && counted !== undefined ? (
            <>
              <Text fw={600} role="status">
                {t('count.stands', { counted, expected, difference: Math.abs(expected - counted) })}
              </Text>
              <Naming lotId={lot.lotId} named={named} active={signing === undefined} onNamed={setNamed} />
              <Text className={classes.sum ?? ''} role="status">
                {surplus < 0
                  ? t('count.sum_open', { open: -surplus })
                  : t('count.sum', {
                      expected,
                      missing: named.missing.length,
                      found: named.found.length,
                      surplus,
                      counted,
                    })}
              </Text>
              <Textarea
                label={t('count.explanation')}
                description={t('count.explanation_help')}
                value={explanation}
                maxLength={400}
                onChange={(event) => {
                  form.clear()
                  setExplanation(event.currentTarget.value.replace(/[\n\t]/g, ' '))
                }}
                required
                {...form.field('explanation')}
              />
            </>
          ) : null}
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
        </Stack>
        <SignDialog
          opened={signing !== undefined}
          onClose={() => setSigning(undefined)}
          command={signing}
          title={action}
          action={action}
          facts={
            signing === undefined
              ? []
              : [
                  { label: t('stock:lot_number'), value: <bdi className="ltr">{lot.lotNumber}</bdi> },
                  ...(signing.firstCountedVials === undefined
                    ? []
                    : [{ label: t('count.first_counted'), value: <Count value={signing.firstCountedVials} /> }]),
                  { label: t('count.counted'), value: <Count value={signing.countedVials} /> },
                  { label: t('count.expected'), value: <Count value={expected ?? signing.countedVials} /> },
                  ...(naming
                    ? [
                        { label: t('count.missing'), value: <Count value={named.missing.length} /> },
                        { label: t('count.found'), value: <Count value={named.found.length} /> },
                        ...(named.missing.length + named.found.length === 0 ? [] : [enteredFact(entered)]),
                        { label: t('count.surplus'), value: <Count value={surplus} /> },
                        { label: t('count.explanation'), value: <bdi>{explanation.trim()}</bdi> },
                      ]
                    : []),
                ]
          }
          onDone={onLeave}
          onRefused={(refusal) => {
            if (refusal.rule.startsWith('passphrase_')) return false
            form.refuse(refusal)
            return true
          }}
        />
      </Screen>
    </>
  )
}
