import { Button, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../../core/decide.ts'
import type { Entered } from '../../../core/entered.ts'
import { latinDigits } from '../../../core/text.ts'
import { Count } from '../../parts/amount.tsx'
import { Code } from '../../parts/code.tsx'
import { useEnteredFact } from '../../parts/entered.tsx'
import type { Fact } from '../../parts/facts.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import classes from './accounts.module.css'

/** What is to leave: what was written off, what is left of a lot, or syringes that came back. */
export type Batch =
  | { readonly of: 'written_off'; readonly codes: readonly string[] }
  | { readonly of: 'lot'; readonly lotId: string; readonly lotNumber: string; readonly codes: readonly string[] }
  | {
      readonly of: 'syringes'
      readonly syringeIds: readonly string[]
      readonly codes: readonly string[]
      /** How they were chosen. */
      readonly entered: Entered
    }

const formId = 'disposal'
const shownCodes = 8
type Typed = Record<'vialCount' | 'authorisation' | 'method' | 'place' | 'receiver' | 'reason', string>
const nothing: Typed = { vialCount: '', authorisation: '', method: '', place: '', receiver: '', reason: '' }
const least: Partial<Record<keyof Typed, number>> = { authorisation: 2, method: 3, place: 2, receiver: 2, reason: 3 }

/** On whose authority, how and why; read back, and signed by two people. */
export function DisposalForm({ batch, onLeave }: { batch: Batch; onLeave(): void }) {
  const { t } = useTranslation(['accounts', 'common'])
  const [goesBack, setGoesBack] = useState(false)
  const [typed, setTyped] = useState(nothing)
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(['vialCount', 'authorisation', 'method', 'place', 'receiver', 'reason'])
  const isVials = batch.of !== 'syringes'
  const fields: (keyof Typed)[] = [
    ...(isVials ? (['vialCount'] as const) : []),
    'authorisation',
    ...(goesBack ? (['receiver'] as const) : (['method', 'place'] as const)),
    'reason',
  ]
  const plain = latinDigits(typed.vialCount.trim())
  const vialCount = /^\d{1,5}$/.test(plain) ? Number(plain) : undefined
  const lacking = fields.find((name) =>
    name === 'vialCount' ? vialCount === undefined : typed[name].trim().length < (least[name] ?? 1),
  )
  const command = lacking === undefined ? commandOf(batch, goesBack, typed, vialCount ?? 0) : undefined
  const title =
    batch.of === 'lot'
      ? t('form.lot', { lot: batch.lotNumber })
      : t(batch.of === 'syringes' ? 'form.syringes' : 'form.written_off')
  const act = t(!isVials ? 'form.destroy_syringes' : goesBack ? 'form.return' : 'form.destroy')
  const enteredFact = useEnteredFact()
  const facts: Fact[] = [
    {
      label: t(isVials ? 'form.vialCount' : 'disposal.syringes'),
      value: <Count value={isVials ? (vialCount ?? 0) : batch.codes.length} />,
    },
    ...(batch.of === 'syringes' ? [enteredFact(batch.entered)] : []),
    ...fields
      .filter((name) => name !== 'vialCount')
      .map((name) => ({ label: t(`form.${name}`), value: <bdi>{typed[name].trim()}</bdi> })),
  ]
  const readBack = (event: FormEvent) => {
    event.preventDefault()
    if (command !== undefined) setSigning(true)
  }
  return (
    <Screen
      title={title}
      about={t('form.lead')}
      help={t('disposal.help')}
      actions={
        <Button variant="default" onClick={onLeave}>
          {t('common:back')}
        </Button>
      }
      primary={
        <Button type="submit" form={formId} disabled={command === undefined}>
          {t('form.read_back')}
        </Button>
      }
    >
      <form id={formId} onSubmit={readBack}>
        <Stack gap="md">
          {isVials ? (
            <SegmentedControl
              aria-label={t('form.how')}
              value={goesBack ? 'return' : 'destroy'}
              onChange={(value) => setGoesBack(value === 'return')}
              data={(['destroy', 'return'] as const).map((value) => ({ value, label: t(`form.choice.${value}`) }))}
              style={{ alignSelf: 'flex-start' }}
            />
          ) : null}
          {batch.codes.length === 0 ? (
            <Text>{t('form.nothing_left')}</Text>
          ) : (
            <Text component="div" className="quiet">
              {batch.codes.slice(0, shownCodes).map((code) => (
                <Fragment key={code}>
                  <Code value={code} />{' '}
                </Fragment>
              ))}
              {batch.codes.length > shownCodes ? t('form.more', { count: batch.codes.length - shownCodes }) : ''}
            </Text>
          )}
          <div className={classes.fields}>
            {fields.map((name, index) => (
              <TextInput
                key={name}
                label={t(`form.${name}`)}
                description={name === 'method' || name === 'place' ? undefined : t(`form.${name}_help`)}
                value={typed[name]}
                onChange={(event) => {
                  form.clear()
                  setTyped({ ...typed, [name]: event.currentTarget.value })
                }}
                maxLength={name === 'vialCount' ? 5 : name === 'reason' ? 400 : name === 'method' ? 200 : 120}
                {...(name === 'vialCount' ? { inputMode: 'numeric' as const, dir: 'ltr' } : {})}
                {...(index === 0 ? { 'data-autofocus': true } : {})}
                required
                {...form.field(name)}
              />
            ))}
          </div>
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
        </Stack>
      </form>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={command}
        title={title}
        facts={facts}
        action={act}
        secondPerson
        onRefused={(refusal) => {
          if (/^(passphrase|witness|wait)_/.test(refusal.rule)) return false
          form.refuse(refusal)
          return true
        }}
        onDone={() => {
          notifications.show({ message: t('form.done') })
          onLeave()
        }}
      >
        <Text>{t('form.final')}</Text>
      </SignDialog>
    </Screen>
  )
}

function commandOf(batch: Batch, goesBack: boolean, typed: Typed, vialCount: number): Command {
  const text = (name: keyof Typed) => typed[name].trim()
  const said = { authorisation: text('authorisation'), reason: text('reason') }
  const how = { method: text('method'), place: text('place') }
  if (batch.of === 'syringes') {
    const { syringeIds, entered } = batch
    return { type: 'DestroySyringes', syringeIds: [...syringeIds], entered, ...said, ...how }
  }
  const of = batch.of === 'lot' ? { lotId: batch.lotId } : {}
  if (goesBack) return { type: 'ReturnVials', ...of, vialCount, ...said, receiver: text('receiver') }
  return { type: 'DestroyVials', ...of, vialCount, ...said, ...how }
}
