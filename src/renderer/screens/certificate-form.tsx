import { Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconFileCheck } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../core/questions.ts'
import { type CertificateTest, unitOf, wordPairs } from '../../core/registry/certificate-tests.ts'
import { judged } from '../../core/stock/certificate.ts'
import { readValue } from '../../core/stock/certificate-commands.ts'
import { persianNumber } from '../../core/text.ts'
import type { IsoDate } from '../../core/time.ts'
import { request } from '../api.ts'
import { useLanguage } from '../parts/language.ts'
import { Found, Limits, useVerdict } from '../parts/measure.tsx'
import { Day } from '../parts/moment.tsx'
import { DayInput } from '../parts/moment-input.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import classes from './lot-certificate.module.css'

type FormProps = { readonly answer: Answers['Lot']; readonly tests: readonly CertificateTest[]; onLeave(): void }

/** Enters what a certificate of analysis says, or corrects what was entered before; each value is judged as it is typed. */
export function CertificateForm({ answer, tests, onLeave }: FormProps) {
  const { t } = useTranslation('certificate')
  const language = useLanguage()
  const verdictOf = useVerdict()
  const { lot, certificates } = answer
  const former = certificates[0]
  const [reference, setReference] = useState(former?.reference ?? '')
  const [issuer, setIssuer] = useState(former?.issuer ?? '')
  const [issuedOn, setIssuedOn] = useState<IsoDate | undefined>(former?.issuedOn)
  const [typed, setTyped] = useState(() => startingValues(former, language))
  const [reason, setReason] = useState('')
  const [chosen, setChosen] = useState<{ token: string; name: string }>()
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal([
    'reference',
    'issuer',
    'issuedOn',
    'reason',
    'file',
    ...tests.map(({ id }) => field(id)),
  ])

  const said = tests.flatMap((test) => {
    const text = typed[test.id]?.trim() ?? ''
    return text === '' ? [] : [{ test, value: readValue(test, text) }]
  })
  const readable = said.flatMap(({ test, value }) => (value === undefined ? [] : [{ test, value }]))
  const all = judged(
    tests,
    readable.map(({ test, value }) => ({ testId: test.id, value, unit: unitOf(test) })),
  )
  const complete =
    reference.trim().length >= 2 &&
    issuer.trim().length >= 2 &&
    issuedOn !== undefined &&
    readable.length === said.length &&
    (former === undefined || reason.trim().length >= 3)
  const command =
    complete && issuedOn !== undefined
      ? ({
          type: 'EnterCertificate',
          lotId: lot.lotId,
          reference: reference.trim(),
          issuer: issuer.trim(),
          issuedOn,
          results: Object.fromEntries(readable.map(({ test, value }) => [test.id, value])),
          reason: reason.trim(),
        } as const)
      : undefined
  const choose = async () => {
    form.clear()
    const reply = await request('choose', { purpose: 'certificate' })
    if (reply.ok && reply.value.file !== undefined) setChosen({ token: reply.value.file, name: reply.value.name ?? '' })
  }
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    form.clear()
    if (command !== undefined) setSigning(true)
  }
  const action = t(former === undefined ? 'enter' : 'correct', { lot: lot.lotNumber })
  const documentName = chosen?.name ?? former?.document?.name
  return (
    <form noValidate onSubmit={goOn} style={{ display: 'contents' }}>
      <Screen
        title={action}
        about={t('lead')}
        help={t('help')}
        actions={
          <Button variant="default" onClick={onLeave}>
            {t('leave')}
          </Button>
        }
        primary={
          <Button type="submit" disabled={command === undefined}>
            {action}
          </Button>
        }
      >
        <Stack gap="lg">
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          <div className={classes.fields}>
            <TextInput
              label={t('reference')}
              value={reference}
              maxLength={120}
              onChange={(event) => setReference(event.currentTarget.value)}
              autoFocus
              required
              {...form.field('reference')}
            />
            <TextInput
              label={t('issuer')}
              value={issuer}
              maxLength={120}
              onChange={(event) => setIssuer(event.currentTarget.value)}
              required
              {...form.field('issuer')}
            />
            <DayInput
              label={t('issuedOn')}
              value={issuedOn}
              onChange={setIssuedOn}
              required
              {...form.field('issuedOn')}
            />
            <Stack gap={4}>
              <Text fw={500}>{t('document.title')}</Text>
              <Button
                variant="default"
                onClick={choose}
                leftSection={<IconFileCheck aria-hidden size={18} />}
                data-field="file"
              >
                {documentName === undefined ? t('document.choose') : <bdi>{documentName}</bdi>}
              </Button>
              <Text size="sm" className="quiet">
                {form.field('file').error ?? t('document.help')}
              </Text>
            </Stack>
            {former === undefined ? null : (
              <TextInput
                label={t('reason')}
                description={t('reason_help')}
                value={reason}
                maxLength={400}
                onChange={(event) => setReason(event.currentTarget.value)}
                required
                {...form.field('reason')}
              />
            )}
          </div>
          {tests.length === 0 ? (
            <Text>{t('no_tests')}</Text>
          ) : (
            <div className={classes.tests}>
              {all.map(({ test, value, verdict }) => (
                <div key={test.id} className={classes.input}>
                  <TestInput
                    test={test}
                    typed={typed[test.id] ?? ''}
                    onType={(text) => {
                      form.clear()
                      setTyped((before) => ({ ...before, [test.id]: text }))
                    }}
                    error={form.field(field(test.id)).error}
                  />
                  <div className={classes.verdict}>
                    {value === undefined ? null : (
                      <>
                        {test.kind === 'word' ? null : <Found test={test} value={value} />}
                        <span className={verdict === 'fails' && test.mandatory ? classes.fails : 'quiet'}>
                          {verdictOf(test, verdict)}
                        </span>
                      </>
                    )}
                  </div>
                </div>
              ))}
            </div>
          )}
        </Stack>
        <SignDialog
          opened={signing}
          onClose={() => setSigning(false)}
          command={command}
          {...(chosen === undefined ? {} : { beside: { file: chosen.token } })}
          title={t('read_back')}
          facts={[
            { label: t('lot'), value: <bdi className="ltr">{lot.lotNumber}</bdi> },
            { label: t('reference'), value: <bdi>{reference.trim()}</bdi> },
            { label: t('issuer'), value: <bdi>{issuer.trim()}</bdi> },
            ...(issuedOn === undefined ? [] : [{ label: t('issuedOn'), value: <Day on={issuedOn} /> }]),
            { label: t('document.title'), value: documentName === undefined ? '–' : <bdi>{documentName}</bdi> },
            ...(former === undefined ? [] : [{ label: t('reason'), value: <bdi>{reason.trim()}</bdi> }]),
            ...all.map(({ test, value, verdict }) => ({
              label: test.name[language],
              value: (
                <span className={verdict === 'fits' || !test.mandatory ? '' : classes.fails}>
                  {value === undefined ? null : (
                    <>
                      <Found test={test} value={value} />,{' '}
                    </>
                  )}
                  {verdictOf(test, verdict)}
                </span>
              ),
            })),
          ]}
          action={action}
          onDone={onLeave}
          onRefused={(refusal) => {
            form.refuse(refusal)
            return true
          }}
        />
      </Screen>
    </form>
  )
}

function field(testId: string): string {
  return `results.${testId}`
}

/** What was entered before, to be corrected; numbers in the digits of the language. */
function startingValues(
  former: Answers['Lot']['certificates'][number] | undefined,
  language: 'en' | 'fa',
): Record<string, string> {
  const written = (kind: CertificateTest['kind'], value: string) =>
    kind === 'word' || language === 'en' ? value : persianNumber(value)
  return Object.fromEntries(
    (former?.tests ?? []).flatMap(({ test, value }) =>
      value === undefined ? [] : [[test.id, written(test.kind, value)]],
    ),
  )
}

type InputProps = {
  readonly test: CertificateTest
  readonly typed: string
  onType(text: string): void
  readonly error: string | undefined
}

function TestInput({ test, typed, onType, error }: InputProps) {
  const { t } = useTranslation('certificate')
  const language = useLanguage()
  const [left, setLeft] = useState(false)
  const unreadable = left && typed.trim() !== '' && readValue(test, typed) === undefined ? t('unreadable') : undefined
  const wrong = error ?? unreadable
  const label = `${test.name[language]}${test.mandatory ? '' : ` (${t('voluntary')})`}`
  const shared = { 'data-field': field(test.id), ...(wrong === undefined ? {} : { error: wrong }) }
  const description = (
    <>
      {test.method === '' ? null : (
        <>
          <bdi>{test.method}</bdi>
          {' · '}
        </>
      )}
      {test.kind === 'word' ? `${t('expected')} ` : null}
      <Limits test={test} bare />
    </>
  )
  const onChange = (event: { currentTarget: { value: string } }) => onType(event.currentTarget.value)
  if (test.kind === 'word') {
    const pair = wordPairs.find((words) => words.some((word) => word === test.expected)) ?? wordPairs[0]
    const data = [
      { value: '', label: t('not_stated') },
      ...pair.map((word) => ({ value: word, label: t(`word.${word}`) })),
    ]
    return (
      <NativeSelect label={label} description={description} value={typed} onChange={onChange} data={data} {...shared} />
    )
  }
  const unit = unitOf(test)
  return (
    <TextInput
      label={label}
      description={description}
      value={typed}
      maxLength={48}
      dir="ltr"
      inputMode="decimal"
      autoComplete="off"
      onChange={onChange}
      onBlur={() => setLeft(true)}
      rightSection={<Text size="sm">{t(`unit.${unit}`, { defaultValue: unit })}</Text>}
      rightSectionWidth="7rem"
      {...shared}
    />
  )
}
