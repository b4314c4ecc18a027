import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconHandStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../core/questions.ts'
import type { Refusal } from '../../core/result.ts'
import type { Instant } from '../../core/time.ts'
import { request } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Volume } from '../parts/amount.tsx'
import { Code } from '../parts/code.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { UnblindedFrame } from '../parts/unblinded-frame.tsx'
import { useLabelScan } from './label-scan.ts'
import { enteredOf, type Scan, ScanField } from './prepare-scan.tsx'
import { VolumeField } from './prepare-volume.tsx'
import classes from './verify-facts.module.css'
import { SideBySide } from './verify-facts.tsx'

/** What the server names when the second person's facts differ from the record. */
const stops: readonly string[] = ['vial_differs', 'label_differs', 'label_void', 'volume_differs']

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
  const { t } = useTranslation('dose')
  const navigate = useNavigate()
  const [vials, setVials] = useState<readonly Scan[]>([])
  const [labels, setLabels] = useState<readonly Scan[]>([])
  const [volume, setVolume] = useState<number>()
  const [signing, setSigning] = useState(false)
  const labelOf = useLabelScan()
  const { dose, steps, unblinded } = answer
  const needed = steps.reduce((sum, { vials = 0 }) => sum + vials, 0)
  const total = dose.syringes.reduce((sum, syringe) => sum + syringe.volumeMicrolitres, 0)
  const recordedVials = unblinded?.vialCodes
  const vialDiffers = (code: string) => recordedVials !== undefined && !recordedVials.includes(code)
  const labelDiffers = (code: string) => !dose.syringes.some((syringe) => syringe.code === code)
  const volumeDiffers = volume !== undefined && volume !== total
  const differs = vials.some(({ code }) => vialDiffers(code)) || labels.some(({ code }) => labelDiffers(code))
  const stopped = differs || volumeDiffers || (refusal !== undefined && stops.includes(refusal.rule))
  const complete = vials.length === needed && labels.length === dose.syringes.length && volume !== undefined

  const onCode = async (scan: Scan): Promise<string | undefined> => {
    if ([...vials, ...labels].some(({ code }) => code === scan.code)) return t('prepare.code_twice')
    const label = await labelOf(scan, dose.syringes)
    if (label !== 'another') {
      if ('problem' in label) return label.problem
      const { code } = label.syringe
      if (labels.some((one) => one.code === code)) return t('prepare.code_twice')
      // People compare the code of the syringe; the record is given what was scanned.
      setLabels((before) => [...before, { ...scan, code, sent: scan.code }])
      return undefined
    }
    const found = await request('ask', { question: { type: 'Find', text: scan.code } })
    const kind = found.ok && 'kind' in found.value ? found.value.kind : undefined
    if (kind === 'syringe') setLabels((before) => [...before, scan])
    else if (kind === 'lot') setVials((before) => [...before, scan])
    else return t('refusals:nothing_found.title')
    return undefined
  }
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
        <Button size="lg" onClick={() => setSigning(true)} disabled={!complete || stopped}>
          {t('verify.sign', { number: dose.number })}
        </Button>
      }
    >
      <Stack gap="md" maw="60rem">
        {stopped ? (
          <Alert
            color="red.9"
            variant="filled"
            icon={<IconHandStop aria-hidden />}
            title={t('verify.stop_title')}
            role="alert"
          >
            {refusal === undefined
              ? t(
                  `refusals:${whyStopped(
                    differs,
                    vials.some(({ code }) => vialDiffers(code)),
                  )}.next`,
                )
              : null}
          </Alert>
        ) : null}
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
        <Text>{t('verify.scan_lead')}</Text>
        <ScanField label={t('prepare.code_field')} onCode={onCode} active={!signing && !stopped} />
        <SideBySide
          rows={[
            {
              label: t('verify.vials'),
              recorded:
                recordedVials === undefined
                  ? t('prepare.vials_count', { count: needed })
                  : recordedVials.map((code) => <Code key={code} value={code} />),
              now: vials,
              needed,
              differs: vialDiffers,
              ...(recordedVials === undefined ? { later: t('verify.compared_on_signing') } : {}),
            },
            {
              label: t('verify.syringes'),
              recorded: dose.syringes.map(({ code }) => <Code key={code} value={code} />),
              now: labels,
              needed: dose.syringes.length,
              differs: labelDiffers,
            },
          ]}
        />
        <Group align="flex-start" gap="xl">
          <VolumeField label={t('verify.volume_field')} onChange={setVolume} w="22rem" />
          {volume === undefined ? null : (
            <Stack gap={0} pt="1.9rem">
              <Text fw={700} c={volumeDiffers ? 'red.9' : 'teal.7'}>
                {t(volumeDiffers ? 'verify.differs' : 'verify.agrees')}
              </Text>
              {volumeDiffers ? null : <Volume microlitres={total} />}
            </Stack>
          )}
        </Group>
      </Stack>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={{
          type: 'VerifyDose',
          doseId: dose.doseId,
          vialCodes: vials.map(({ code }) => code),
          syringeCodes: labels.map(({ code, sent = code }) => sent),
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

function whyStopped(codes: boolean, vials: boolean): string {
  return vials ? 'vial_differs' : codes ? 'label_differs' : 'volume_differs'
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
