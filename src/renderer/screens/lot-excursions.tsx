import { Anchor, Button, Group, Modal, Radio, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Command, terms } from '../../core/decide.ts'
import type { ExcursionRow, ExposedVialRow } from '../../core/stock/temperature-answers.ts'
import type { Disposition } from '../../core/stock/temperature-events.ts'
import { useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Code } from '../parts/code.tsx'
import { Moment } from '../parts/moment.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { type Column, Table, usePaged } from '../parts/table.tsx'
import { usePeople, useSaid } from './participant-words.ts'
import { named } from './temperature/celsius.tsx'

/** The excursion that QA decides on next: the oldest that waits. */
export function firstOpen(excursions: readonly ExcursionRow[]): ExcursionRow | undefined {
  return excursions.findLast(({ disposed }) => disposed === undefined)
}

/** The excursions of a lot: what happened, what QA made of it, and the way to its readings and vials. */
export function LotExcursions({
  excursions,
  onDispose,
}: {
  excursions: readonly ExcursionRow[]
  onDispose(one: ExcursionRow): void
}) {
  const { t } = useTranslation(['temperature', 'common'])
  const people = usePeople()
  const navigate = useNavigate()
  const role = useStatus()?.member?.role
  const [vialsOf, setVialsOf] = useState<ExcursionRow>()
  if (excursions.length === 0) return null
  // The first of them is the screen's own button.
  const first = firstOpen(excursions)
  const mayDispose = role !== undefined && terms.DisposeExcursion.roles.includes(role)
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('excursions.title')}
      </Title>
      {excursions.map((one) => (
        <Stack key={one.excursionId} gap={2}>
          <Text fw={600}>
            {t('excursions.line', {
              place: named(one.storagePlace),
              above: Math.round(one.minutesAbove),
              below: Math.round(one.minutesBelow),
              vials: one.vialCount,
            })}
          </Text>
          <Text size="sm" component="div">
            <Moment at={one.from} plain /> – <Moment at={one.to} plain />
          </Text>
          {one.daily === undefined ? null : <Text size="sm">{t('days.in_full')}</Text>}
          {one.disposed === undefined ? (
            <Text c="red" fw={600}>
              {t('excursions.open')}
            </Text>
          ) : (
            <Text>
              {t(`excursions.${one.disposed.decision}`, { assessment: one.disposed.assessment })}{' '}
              <span className="quiet">
                {people(one.disposed.by)}, <Moment at={one.disposed.at} plain />
              </span>
            </Text>
          )}
          <Group gap="md">
            {one.disposed === undefined && mayDispose && one !== first ? (
              <Button variant="light" size="sm" onClick={() => onDispose(one)}>
                {t('excursions.dispose')}
              </Button>
            ) : null}
            <Anchor
              component="button"
              type="button"
              onClick={() => navigate({ screen: 'temperature_log', about: one.importId })}
            >
              {t(one.daily === undefined ? 'excursions.show_log' : 'excursions.show_days')}
            </Anchor>
            <Anchor component="button" type="button" onClick={() => setVialsOf(one)}>
              {t('excursions.show_vials')}
            </Anchor>
          </Group>
        </Stack>
      ))}
      <Modal
        opened={vialsOf !== undefined}
        onClose={() => setVialsOf(undefined)}
        title={t('excursions.show_vials')}
        size="xl"
      >
        {vialsOf?.daily === undefined ? null : <Text mb="sm">{t('days.in_full')}</Text>}
        {vialsOf === undefined ? null : <ExposedVials excursionId={vialsOf.excursionId} />}
      </Modal>
    </Stack>
  )
}

function ExposedVials({ excursionId }: { excursionId: string }) {
  const { t } = useTranslation('temperature')
  const said = useSaid()
  const rows = usePaged<ExposedVialRow>({ type: 'ExposedVials', excursionId })
  const columns: Column<ExposedVialRow>[] = [
    {
      key: 'vial',
      title: t('excursions.vial'),
      width: 1.4,
      cell: (row) => <Code value={row.vialCode} />,
      text: (row) => row.vialCode,
    },
    {
      key: 'since',
      title: t('excursions.since'),
      width: 1.6,
      cell: (row) => <Moment at={row.from} plain />,
      text: (row) => said.moment(row.from),
    },
    ...(['above', 'below'] as const).map((side): Column<ExposedVialRow> => {
      const minutes = (row: ExposedVialRow) =>
        t('minutes', { count: Math.round(side === 'above' ? row.minutesAbove : row.minutesBelow) })
      return { key: side, title: t(`excursions.${side}`), cell: minutes, text: minutes }
    }),
  ]
  return (
    <Table
      label={t('excursions.show_vials')}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.vialCode}
      rowHeight={60}
      height="22rem"
    />
  )
}

/** QA decides by signature: the lot is usable, or it is rejected. */
export function DisposeDialog({ excursion, onClose }: { excursion: ExcursionRow; onClose(): void }) {
  const { t } = useTranslation('temperature')
  const [decision, setDecision] = useState<Disposition>()
  const [assessment, setAssessment] = useState('')
  const { excursionId, lotNumber: lot } = excursion
  const command: Command | undefined =
    decision === undefined || assessment.trim().length < 10
      ? undefined
      : { type: 'DisposeExcursion', excursionId, decision, assessment: assessment.trim() }
  return (
    <SignDialog
      opened
      onClose={onClose}
      command={command}
      title={t('dispose.title', { lot })}
      facts={[
        { label: t('lots.lot'), value: <bdi className="ltr">{lot}</bdi> },
        {
          label: t('dispose.time'),
          value: t('excursions.line', {
            place: named(excursion.storagePlace),
            above: Math.round(excursion.minutesAbove),
            below: Math.round(excursion.minutesBelow),
            vials: excursion.vialCount,
          }),
        },
      ]}
      action={decision === undefined ? t('excursions.dispose') : t(`dispose.sign_${decision}`, { lot })}
    >
      <Text>{t('dispose.text')}</Text>
      <Radio.Group
        label={t('dispose.decision')}
        value={decision ?? ''}
        onChange={(value) => setDecision(value as Disposition)}
      >
        <Group gap="lg">
          <Radio value="usable" label={t('dispose.usable')} />
          <Radio value="rejected" label={t('dispose.rejected')} />
        </Group>
      </Radio.Group>
      <Textarea
        label={t('dispose.assessment')}
        description={t('dispose.assessment_help')}
        value={assessment}
        maxLength={400}
        onChange={(event) => setAssessment(event.currentTarget.value.replace(/[\n\t]/g, ' '))}
        required
      />
    </SignDialog>
  )
}
