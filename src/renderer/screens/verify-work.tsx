import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconHandStop } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import type { RefusalName } from '../../core/refusals.ts'
import type { Refusal } from '../../core/result.ts'
import { held } from '../../core/session.ts'
import type { Instant } from '../../core/time.ts'
import { useAnswer, useNow, useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Volume } from '../parts/amount.tsx'
import { Code } from '../parts/code.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { identify } from '../parts/identify.ts'
import { Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import type { Problem } from '../parts/scan.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { UnblindedFrame } from '../parts/unblinded-frame.tsx'
import { useSaid } from './participant-words.ts'
import { enteredOf, type Scan, ScanField } from './prepare-scan.tsx'
import { VolumeField } from './prepare-volume.tsx'
import classes from './verify-facts.module.css'
import { SideBySide } from './verify-facts.tsx'

/** What the server names when the second person's facts differ from the record. */
const stops: readonly string[] = ['vial_differs', 'label_differs', 'label_void', 'volume_differs', 'in_use_time_over']

type ScannedVial = Scan & { readonly lotNumber: string }
/** A label: the code of its syringe for people, and what was scanned for the record. */
type ScannedLabel = Scan & { readonly number: number; readonly sent: string }

type WorkProps = {
  readonly answer: Answers['Preparation']
  /** The person signed in prepared the dose, so the checker signs beside them. */
  readonly secondPerson: boolean
}

/** Scans, labels and volume as the second person finds them, side by side with the record. */
export function VerifyWork({ answer, secondPerson }: WorkProps) {
  const [round, setRound] = useState(0)
  const [refusal, setRefusal] = useState<Refusal>()
  const work = (
    <Checks
      key={round}
      answer={answer}
      secondPerson={secondPerson}
      refusal={refusal}
      onRefused={setRefusal}
      onAgain={() => {
        setRefusal(undefined)
        setRound(round + 1)
      }}
    />
  )
  const { useBefore } = answer.dose
  // Without the record's codes on screen there is nothing here that tells an arm.
  return answer.unblinded === undefined ? (
    work
  ) : (
    <UnblindedFrame clock={useBefore === undefined ? undefined : <UseBefore at={useBefore} />}>
      <div className={classes.full}>{work}</div>
    </UnblindedFrame>
  )
}

function UseBefore({ at }: { at: Instant }) {
  const { t } = useTranslation('dose')
  return (
    <span>
      {t('use_before')} <Countdown until={at} />
    </span>
  )
}

type ChecksProps = WorkProps & {
  readonly refusal: Refusal | undefined
  onRefused(refusal: Refusal): void
  onAgain(): void
}

function Checks({ answer, secondPerson, refusal, onRefused, onAgain }: ChecksProps) {
  const { t } = useTranslation(['dose', 'scan'])
  const navigate = useNavigate()
  const said = useSaid()
  const now = useNow()
  const [vials, setVials] = useState<readonly ScannedVial[]>([])
  const [labels, setLabels] = useState<readonly ScannedLabel[]>([])
  const [volume, setVolume] = useState<number>()
  const [signing, setSigning] = useState(false)
  const { dose, steps, unblinded } = answer
  const needed = steps.reduce((sum, { vials = 0 }) => sum + vials, 0)
  const total = dose.syringes.reduce((sum, syringe) => sum + syringe.volumeMicrolitres, 0)
  const vialDiffers = (code: string) => unblinded !== undefined && !unblinded.vialCodes.includes(code)
  const labelDiffers = (code: string) => !dose.syringes.some((syringe) => syringe.code === code)
  const volumeDiffers = volume !== undefined && volume !== total
  const isOver = dose.useBefore !== undefined && now.toISOString() >= dose.useBefore
  const why: RefusalName | undefined = vials.some(({ code }) => vialDiffers(code))
    ? 'vial_differs'
    : labels.some(({ code }) => labelDiffers(code))
      ? 'label_differs'
      : volumeDiffers
        ? 'volume_differs'
        : isOver
          ? 'in_use_time_over'
          : undefined
  const stopped = why !== undefined || (refusal !== undefined && stops.includes(refusal.rule))
  const complete = vials.length === needed && labels.length === dose.syringes.length && volume !== undefined
  const primary = useRef<HTMLButtonElement>(null)
  const secondLogins = useVerifiers(answer)

  const onCode = async ({ code: scanned, entered }: Scan): Promise<Problem> => {
    const found = await identify(scanned)
    const code = found?.kind === 'syringe' ? found.code : scanned
    if ([...vials, ...labels].some((one) => one.code === code)) return t('prepare.code_twice')
    if (found?.kind === 'lot') {
      setVials((before) => [...before, { code, entered, lotNumber: found.lotNumber }])
      return vialDiffers(code) ? t('refusals:vial_differs.title') : undefined
    }
    if (found?.kind !== 'syringe') return t('scan:unknown')
    if (found.voided) return t('scan:void_label')
    if (found.isUnclear) return `${t('refusals:label_unclear.title')} ${t('refusals:label_unclear.next')}`
    setLabels((before) => [...before, { code, entered, number: found.number, sent: scanned }])
    if (found.number !== dose.number)
      return t('scan:wrong_participant', { number: said.number(found.number), asked: said.number(dose.number) })
    return labelDiffers(code) ? t('scan:other_dose') : undefined
  }
  // Whoever has found everything signs with the space bar.
  const ready = complete && !stopped && !signing
  useEffect(() => {
    if (ready && !isWriting()) primary.current?.focus()
  }, [ready])
  const found = vials.length === needed && labels.length === dose.syringes.length
  useEffect(() => {
    if (found && volume === undefined) document.querySelector<HTMLElement>('[data-field="volume"]')?.focus()
  }, [found, volume])
  const later = unblinded === undefined ? { later: t('verify.compared_on_signing') } : {}
  return (
    <Screen
      title={t('verify.title', { number: dose.number })}
      about={dose.useBefore === undefined ? undefined : <UseBefore at={dose.useBefore} />}
      help={t('verify.help')}
      actions={
        <Button variant="default" onClick={onAgain}>
          {t('verify.start_again')}
        </Button>
      }
      primary={
        isOver ? (
          <Button size="lg" onClick={() => navigate({ screen: 'participant', about: String(dose.number) })}>
            {t('prepare.open_participant')}
          </Button>
        ) : (
          <Button ref={primary} size="lg" onClick={() => setSigning(true)} disabled={!complete || stopped}>
            {t('verify.sign', { number: dose.number })}
          </Button>
        )
      }
    >
      <Stack gap="sm" maw="64rem">
        {stopped ? (
          <Alert
            color="red.9"
            variant="filled"
            icon={<IconHandStop aria-hidden />}
            title={<Text size="lg">{t('verify.stop_title')}</Text>}
            role="alert"
          >
            {refusal === undefined && why !== undefined ? <Text>{t(`refusals:${why}.next`)}</Text> : null}
          </Alert>
        ) : null}
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
        {secondPerson ? <Text>{t('verify.hand_over_lead')}</Text> : null}
        <ScanField label={t('verify.scan_lead')} onCode={onCode} active={!signing && !stopped} />
        <SideBySide
          rows={[
            {
              label: t('number'),
              recorded: <strong>{t('participant', { number: dose.number })}</strong>,
              now: labels.map(({ code, number }) => ({
                key: code,
                shown: t('participant', { number }),
                differs: number !== dose.number,
              })),
              needed: dose.syringes.length,
            },
            {
              label: t('verify.vials'),
              recorded:
                unblinded === undefined
                  ? t('prepare.vials_count', { count: needed })
                  : unblinded.vialCodes.map((code) => <Code key={code} value={code} />),
              now: vials.map(({ code }) => ({ key: code, shown: <Code value={code} />, differs: vialDiffers(code) })),
              needed,
              ...later,
            },
            {
              label: t('verify.lot'),
              recorded: unblinded === undefined ? t('verify.not_shown') : <bdi>{unblinded.lotNumber}</bdi>,
              now: vials.map(({ code, lotNumber }) => ({
                key: code,
                // Where nobody was shown the arm yet, the lot would tell it before that is on record.
                shown: unblinded === undefined ? '' : <bdi>{lotNumber}</bdi>,
                differs: unblinded !== undefined && lotNumber !== unblinded.lotNumber,
              })),
              needed,
              ...later,
            },
            {
              label: t('verify.syringes'),
              recorded: dose.syringes.map(({ code }) => <Code key={code} value={code} />),
              now: labels.map(({ code }) => ({ key: code, shown: <Code value={code} />, differs: labelDiffers(code) })),
              needed: dose.syringes.length,
            },
            {
              label: t('verify.volume_field'),
              // Whoever reads a volume must not have been told it.
              recorded: volume === undefined ? t('verify.after_yours') : <Volume microlitres={total} />,
              entry: (
                <VolumeField
                  aria-label={t('verify.volume_field')}
                  data-field="volume"
                  onChange={setVolume}
                  onEnter={() => (ready ? setSigning(true) : undefined)}
                  w="10rem"
                />
              ),
              now: volume === undefined ? [] : [{ key: 'volume', shown: '', differs: volumeDiffers }],
              needed: 0,
            },
            ...(dose.useBefore === undefined
              ? []
              : [
                  {
                    label: t('use_before'),
                    recorded: <Moment at={dose.useBefore} plain />,
                    now: labels.map(({ code }) => ({
                      key: code,
                      shown: <Countdown until={held(dose.useBefore)} isSpoken={false} />,
                      differs: isOver,
                    })),
                    needed: dose.syringes.length,
                  },
                ]),
          ]}
        />
      </Stack>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={{
          type: 'VerifyDose',
          doseId: dose.doseId,
          vialCodes: vials.map(({ code }) => code),
          syringeCodes: labels.map(({ sent }) => sent),
          finalMicrolitres: volume ?? 0,
          entered: enteredOf([...vials, ...labels]),
        }}
        title={t('verify.sign', { number: dose.number })}
        facts={[
          { label: t('number'), value: t('participant', { number: dose.number }) },
          { label: t('verify.vials'), value: <Codes scans={vials} /> },
          { label: t('verify.syringes'), value: <Codes scans={labels} /> },
          { label: t('verify.volume'), value: volume === undefined ? '' : <Volume microlitres={volume} /> },
        ]}
        action={t('verify.sign', { number: dose.number })}
        secondPerson={secondPerson}
        secondLogins={secondLogins}
        onDone={() => {
          notifications.show({ message: t('verify.done') })
          navigate({ screen: 'participant', about: String(dose.number) })
        }}
        onRefused={(refused) => {
          if (/^(passphrase|witness)_|^wait_|^checker_/.test(refused.rule)) return false
          onRefused(refused)
          return true
        }}
      >
        <Text>{t('verify.meaning')}</Text>
      </SignDialog>
    </Screen>
  )
}

/** Who may verify this dose beside whoever is signed in: the unblinded pharmacy, whoever prepared it aside (P15). */
function useVerifiers({ preparation }: Answers['Preparation']): readonly string[] {
  const own = useStatus()?.member?.memberId
  const { answer } = useAnswer<'Members'>({ type: 'Members', offset: 0, limit: 200 })
  const hands = new Set([
    own,
    preparation?.startedBy,
    preparation?.finishedBy,
    ...(preparation?.steps ?? []).map(({ by }) => by),
  ])
  const able = (answer?.rows ?? [])
    .filter(({ role, removedAt }) => terms.VerifyDose.roles.includes(role) && removedAt === undefined)
    .filter(({ memberId }) => !hands.has(memberId))
  // Whoever's office it is comes before those who could also do it.
  const checkers = able.filter(({ role }) => role === 'checker')
  return (checkers.length > 0 ? checkers : able).map(({ login }) => login)
}

function Codes({ scans }: { scans: readonly Scan[] }) {
  return (
    <Group gap="md">
      {scans.map(({ code }) => (
        <Code key={code} value={code} />
      ))}
    </Group>
  )
}

/** True while somebody is typing, who goes on with Enter. */
function isWriting(): boolean {
  return document.activeElement instanceof HTMLInputElement && document.activeElement.value !== ''
}
