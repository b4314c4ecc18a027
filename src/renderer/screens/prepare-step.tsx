import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../api.ts'
import { Code } from '../parts/code.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { useSaid } from './participant-words.ts'
import { type Scan, ScanField, ScanSlots } from './prepare-scan.tsx'
import { VolumeField } from './prepare-volume.tsx'
import type { OpenPreparation } from './prepare-worksheet.tsx'

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
  readonly needed: number
  readonly scans: readonly Scan[]
  readonly shelf: readonly string[]
  readonly active: boolean
  onScans(scans: readonly Scan[]): void
}

/** Taking the vials: each is scanned. */
export function TakeWork({ needed, scans, shelf, active, onScans }: TakeProps) {
  const { t } = useTranslation('dose')
  const onCode = (scan: Scan) => {
    if (scans.some(({ code }) => code === scan.code)) return t('prepare.code_twice')
    if (scans.length >= needed) return t('prepare.code_enough')
    onScans([...scans, scan])
    return undefined
  }
  return (
    <SayWork title={t('steps.take')} lead={t('prepare.take_lead')}>
      <ScanSlots
        needed={needed}
        scans={scans}
        onRemove={(code) => onScans(scans.filter((scan) => scan.code !== code))}
      />
      <ScanField label={t('prepare.code_field')} onCode={onCode} active={active} />
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

/** Thawing: a clock that goes on while the program is locked. */
export function ThawWork({ preparation, thawing }: { preparation: OpenPreparation; thawing: boolean }) {
  const { t } = useTranslation('dose')
  const said = useSaid()
  const minutes = useStatus()?.settings?.dose.thawMinutes ?? 0
  return (
    <SayWork title={t('steps.thaw')} lead={t(minutes === 0 ? 'prepare.thaw_none' : 'prepare.thaw_lead')}>
      {thawing && preparation.waitEndsAt !== undefined ? (
        <div>
          <Text className="quiet">
            {t('prepare.thaw_left')} <bdi>{said.clock(preparation.waitEndsAt)}</bdi>
          </Text>
          <Text fz="4.5rem" lh={1.1}>
            <Countdown until={preparation.waitEndsAt} little={0} />
          </Text>
        </div>
      ) : null}
    </SayWork>
  )
}

type DrawProps = {
  readonly step: 'draw' | 'fill'
  readonly planned: number
  readonly differs: boolean
  readonly reason: string
  onReason(reason: string): void
  onVolume(microlitres: number | undefined): void
  onEnter(): void
  field(name: string): { readonly 'data-field': string; readonly error?: string }
}

/** Drawing up or filling: the volume as it is read, and a reason where it differs from the planned one. */
export function DrawWork({ step, planned, differs, reason, onReason, onVolume, onEnter, field }: DrawProps) {
  const { t } = useTranslation('dose')
  const said = useSaid()
  const syringes = useStatus()?.settings?.dose.syringesPerDose ?? 1
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onEnter()
  }
  return (
    <form noValidate onSubmit={submit}>
      <SayWork title={t(`steps.${step}`)} lead={t(`prepare.${step}_lead`)}>
        {step === 'fill' ? <Text className="quiet">{t('prepare.fill_syringes', { count: syringes })}</Text> : null}
        <Group align="flex-start" gap="xl">
          <div>
            <Text className="quiet">{t('prepare.planned')}</Text>
            <Text fz="1.75rem" fw={650} lh={1.3}>
              <bdi>{said.volume(planned)}</bdi>
            </Text>
          </div>
          <VolumeField
            label={`${t('prepare.actual')}: ${t('volume_field')}`}
            onChange={onVolume}
            autoFocus
            size="lg"
            w="16rem"
            {...field('microlitres')}
          />
        </Group>
        {differs ? (
          <Textarea
            label={t('prepare.difference', { planned: said.volume(planned) })}
            value={reason}
            maxLength={400}
            minRows={1}
            onChange={(event) => onReason(event.currentTarget.value.replace(/[\n\t]/g, ' '))}
            required
            {...field('differenceReason')}
          />
        ) : null}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </SayWork>
    </form>
  )
}

/** Looking at it. What does not look as it should is not given to anybody. */
export function InspectWork({ onDiffers }: { onDiffers(): void }) {
  const { t } = useTranslation('dose')
  return (
    <SayWork title={t('steps.inspect')} lead={t('prepare.inspect_lead')}>
      <Group>
        <Button variant="outline" color="red" onClick={onDiffers}>
          {t('prepare.inspect_differs')}
        </Button>
      </Group>
      <Text className="quiet">{t('refusals:appearance_differs.next')}</Text>
    </SayWork>
  )
}
