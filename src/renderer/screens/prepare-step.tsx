import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Step } from '../../core/allocation/worksheet.ts'
import type { Both } from '../../core/text.ts'
import type { Instant } from '../../core/time.ts'
import { useStatus } from '../api.ts'
import { Code } from '../parts/code.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { useBoth } from '../parts/language.ts'
import { useSaid } from './participant-words.ts'
import { type Scan, ScanField, ScanSlots } from './prepare-scan.tsx'
import { VolumeField } from './prepare-volume.tsx'
import { usePlannedWords } from './worksheet-words.ts'

/** A step that needs no entry: what to do, in words. */
export function SayWork({ title, lead, children }: { title: string; lead: string; children?: ReactNode }) {
  return (
    <Stack gap="md">
      <Title order={2}>{title}</Title>
      <Text size="lg">{lead}</Text>
      {children}
    </Stack>
  )
}

type TakeProps = {
  readonly step: 'take' | 'scan'
  readonly lead: string
  readonly needed: number
  readonly scans: readonly Scan[]
  readonly shelf: readonly string[]
  readonly active: boolean
  onScans(scans: readonly Scan[]): void
}

/** Taking the vials, or telling them once more: each is scanned. */
export function TakeWork({ step, lead, needed, scans, shelf, active, onScans }: TakeProps) {
  const { t } = useTranslation('dose')
  const onCode = (scan: Scan) => {
    if (scans.some(({ code }) => code === scan.code)) return t('prepare.code_twice')
    if (scans.length >= needed) return t('prepare.code_enough')
    onScans([...scans, scan])
    return undefined
  }
  return (
    <SayWork title={t(`steps.${step}`)} lead={lead}>
      <ScanSlots
        needed={needed}
        scans={scans}
        onRemove={(code) => onScans(scans.filter((scan) => scan.code !== code))}
      />
      <ScanField label={t('prepare.code_field')} onCode={onCode} active={active} wants="usable_vial" />
      {shelf.length === 0 ? null : (
        <Group gap="md">
          <Text className="quiet">{t('prepare.take_shelf')}</Text>
          {shelf.map((code) => (
            <Code key={code} value={code} />
          ))}
        </Group>
      )}
    </SayWork>
  )
}

type WaitProps = {
  readonly step: 'thaw' | 'mix'
  readonly lead: string | undefined
  readonly planned: Step | undefined
  /** Until when the step lasts; undefined once it is over. */
  readonly waitEndsAt: Instant | undefined
  /** After this the step is not recorded any more. */
  readonly mostEndsAt: Instant | undefined
  readonly overdue: boolean
}

/** Thawing or mixing: a clock that goes on while the program is locked, asleep or not running. */
export function WaitWork({ step, lead, planned, waitEndsAt, mostEndsAt, overdue }: WaitProps) {
  const { t } = useTranslation('dose')
  const said = useSaid()
  const words = usePlannedWords()
  const usual =
    step === 'mix' ? 'prepare.mix_lead' : planned?.waitMinutes === 0 ? 'prepare.thaw_none' : 'prepare.thaw_lead'
  const plan = planned === undefined ? undefined : words(planned)
  return (
    <SayWork title={t(`steps.${step}`)} lead={lead ?? t(usual)}>
      {step === 'mix' && plan !== undefined ? (
        <Text fz="1.75rem" fw={650} lh={1.3}>
          <bdi>{plan}</bdi>
        </Text>
      ) : null}
      {waitEndsAt === undefined ? null : (
        <div>
          <Text className="quiet">
            {t(step === 'mix' ? 'prepare.mix_left' : 'prepare.thaw_left')} <bdi>{said.clock(waitEndsAt)}</bdi>
          </Text>
          <Text fz="4.5rem" lh={1.1}>
            <Countdown until={waitEndsAt} little={0} />
          </Text>
        </div>
      )}
      {mostEndsAt === undefined || overdue ? null : (
        <div>
          <Text className="quiet">
            {t('prepare.most_left')} <bdi>{said.clock(mostEndsAt)}</bdi>
          </Text>
          <Text fz={waitEndsAt === undefined ? '4.5rem' : '1.75rem'} lh={1.1}>
            <Countdown until={mostEndsAt} little={5} />
          </Text>
        </div>
      )}
      {step === 'thaw' && !overdue ? <Text className="quiet">{t('prepare.thaw_scan')}</Text> : null}
    </SayWork>
  )
}

type DrawProps = {
  readonly step: 'draw' | 'fill'
  readonly lead: string
  readonly planned: Step | undefined
  readonly differs: boolean
  readonly reason: string
  onReason(reason: string): void
  onVolume(microlitres: number | undefined, typed: string): void
  onEnter(): void
  field(name: string): { readonly 'data-field': string; readonly error?: string }
}

/** Drawing up or diluting: the planned volume, or the one that was read and, beyond the tolerance, why it is another. */
export function DrawWork({ step, lead, planned, differs, reason, onReason, onVolume, onEnter, field }: DrawProps) {
  const { t } = useTranslation('dose')
  const said = useSaid()
  const syringes = useStatus()?.settings?.dose.syringesPerDose ?? 1
  const volume = said.volume(planned?.microlitres ?? 0)
  const off = planned?.toleranceMicrolitres ?? 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onEnter()
  }
  return (
    <form noValidate onSubmit={submit}>
      <SayWork title={t(`steps.${step}`)} lead={lead}>
        {step === 'fill' ? <Text className="quiet">{t('prepare.fill_syringes', { count: syringes })}</Text> : null}
        <Group align="flex-start" gap="xl">
          <div>
            <Text className="quiet">{t('prepare.planned')}</Text>
            <Text fz="1.75rem" fw={650} lh={1.3}>
              <bdi>{volume}</bdi>
            </Text>
            {off === 0 ? null : <Text className="quiet">{t('prepare.within', { off: said.volume(off) })}</Text>}
          </div>
          <VolumeField
            label={`${t('prepare.actual')}: ${t('volume_field')}`}
            onChange={onVolume}
            size="lg"
            placeholder={said.volume(planned?.microlitres ?? 0)}
            w="16rem"
            {...field('microlitres')}
          />
        </Group>
        {differs ? (
          <Textarea
            label={t('prepare.difference', { planned: volume })}
            value={reason}
            maxLength={400}
            minRows={1}
            onChange={(event) => onReason(event.currentTarget.value.replace(/[\n\t]/g, ' '))}
            required
            {...field('differenceReason')}
          />
        ) : null}
        <Text className="quiet">{t('prepare.other_volume')}</Text>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </SayWork>
    </form>
  )
}

type InspectProps = { readonly lead: string; readonly standard: Both | undefined; onDiffers(): void }

/** Looking at it beside the standard. What does not look as it should is not given to anybody. */
export function InspectWork({ lead, standard, onDiffers }: InspectProps) {
  const { t } = useTranslation('dose')
  const both = useBoth()
  return (
    <SayWork title={t('steps.inspect')} lead={lead}>
      {standard === undefined ? null : (
        <div>
          <Text className="quiet">{t('prepare.standard')}</Text>
          <Text fz="1.35rem" fw={650} lh={1.35}>
            {both(standard)}
          </Text>
        </div>
      )}
      <Group>
        <Button variant="outline" color="red" c="var(--red-ink)" onClick={onDiffers}>
          {t('prepare.inspect_differs')}
        </Button>
      </Group>
      <Text className="quiet">{t('refusals:appearance_differs.next')}</Text>
    </SayWork>
  )
}
