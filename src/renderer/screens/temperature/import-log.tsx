import { Alert, Button, Checkbox, Group, Loader, NativeSelect, Radio, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconFileAnalytics } from '@tabler/icons-react'
import { type DragEvent, type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../../core/result.ts'
import type { LoggerClock } from '../../../core/stock/logger-import.ts'
import type { LoggerLook, StoragePlaceRow } from '../../../core/stock/temperature-answers.ts'
import { type Chosen, droppedFile, request, useSubmit } from '../../api.ts'
import { Facts } from '../../parts/facts.tsx'
import { WorkProgress } from '../../parts/progress.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { ListProblems } from '../list-import-problems.tsx'
import { useSaid } from '../participant-words.ts'
import { TemperatureChart } from './chart.tsx'
import { Compared } from './compared.tsx'
import { DailyTotals } from './daily-totals.tsx'
import { useLogFacts } from './facts.tsx'
import classes from './tables.module.css'
import { TouchedLots } from './touched-lots.tsx'
import { useSummary } from './words.ts'

type ImportProps = {
  readonly places: readonly StoragePlaceRow[]
  onLeave(): void
  onDone(importId: string, held: boolean): void
}

/** Of a look only the numbers are asked; the chart asks for its own curve. */
const fewColumns = 10

/** Takes in a logger's file: which place, which file, what is in it, what recording it does; then it is recorded. */
export function ImportLog({ places, onLeave, onDone }: ImportProps) {
  const { t } = useTranslation('temperature')
  const said = useSaid()
  const { submit, busy } = useSubmit()
  const [storagePlace, setPlace] = useState(places.length === 1 ? (places[0]?.storagePlace ?? '') : '')
  const [file, setFile] = useState<Chosen>()
  const [clock, setClock] = useState<LoggerClock>('site')
  const [otherLogger, setOther] = useState(false)
  const [look, setLook] = useState<LoggerLook>()
  const [loading, setLoading] = useState(false)
  const form = useFormRefusal(['storagePlace', 'otherLogger'])
  const { refuse, clear } = form
  const [unread, setUnread] = useState<Refusal>()

  useEffect(() => {
    if (file === undefined || storagePlace === '') return
    let current = true
    setLoading(true)
    const asked = { file: file.token, storagePlace, clock, otherLogger, columns: fewColumns }
    void request('logger', asked).then((reply) => {
      if (!current) return
      setLoading(false)
      clear()
      setUnread(undefined)
      setLook(reply.ok ? reply.value : undefined)
      if (reply.ok && reply.value.refusal !== undefined) refuse(reply.value.refusal)
      else if (!reply.ok && 'refusal' in reply) {
        if (reply.refusal.field === 'storagePlace') refuse(reply.refusal)
        else setUnread(reply.refusal)
      }
    })
    return () => {
      current = false
    }
  }, [file, storagePlace, clock, otherLogger, refuse, clear])

  // Whoever goes on to another file, or leaves, waits for this one no longer.
  useEffect(() => {
    if (file === undefined) return
    return () => {
      setLoading(false)
      void request('stop', undefined)
    }
  }, [file])

  const choose = async () => {
    const reply = await request('choose', { purpose: 'logger' })
    if (reply.ok && reply.value.file !== undefined) take({ token: reply.value.file, name: reply.value.name ?? '' })
  }
  const take = (chosen: Chosen | undefined) => {
    if (chosen === undefined) return
    setLook(undefined)
    setOther(false)
    setFile(chosen)
  }
  const record = async (event: FormEvent) => {
    event.preventDefault()
    if (file === undefined || look === undefined || busy) return
    const command = { type: 'ImportTemperatures', storagePlace, clock, otherLogger } as const
    const reply = await submit(command, { file: file.token })
    if (reply.ok) onDone(String(reply.value.made['importId'] ?? ''), look.touched.length > 0)
    else if ('refusal' in reply) refuse(reply.refusal)
  }
  const asksForOther = otherLogger || form.refusal?.rule === 'logger_differs'
  const complete = look !== undefined && look.refusal === undefined && form.refusal === undefined && !loading
  return (
    <form noValidate onSubmit={record} style={{ display: 'contents' }}>
      <Screen
        title={t('new.title')}
        help={t('new.help')}
        actions={
          <Button variant="default" onClick={onLeave}>
            {t('new.leave')}
          </Button>
        }
        primary={
          <Button type="submit" disabled={!complete} loading={busy}>
            {t(look !== undefined && look.curve === undefined ? 'new.record_days' : 'new.record', {
              place: storagePlace,
            })}
          </Button>
        }
      >
        <Stack gap="lg">
          <Group align="flex-start" gap="lg" grow>
            <NativeSelect
              label={t('new.place')}
              description={t('new.place_help')}
              value={storagePlace}
              onChange={(event) => {
                setLook(undefined)
                setPlace(event.currentTarget.value)
              }}
              data={[
                ...(storagePlace === '' ? [{ value: '', label: t('new.choose_place') }] : []),
                ...places.map((place) => ({ value: place.storagePlace, label: place.storagePlace })),
              ]}
              {...form.field('storagePlace')}
            />
            <DropField chosen={file} onChoose={choose} onDropped={take} />
            {look?.statesZone === true ? (
              <Text pt="xl">{t('new.clock_stated', { zone: look.zone })}</Text>
            ) : (
              <Radio.Group label={t('new.clock')} value={clock} onChange={(value) => setClock(value as LoggerClock)}>
                <Stack gap={4}>
                  <Radio value="site" label={t('new.clock_site', { zone: said.zone })} />
                  <Radio value="utc" label={t('new.clock_utc')} />
                </Stack>
              </Radio.Group>
            )}
          </Group>
          {loading ? (
            <Group gap="lg" align="center">
              <Group gap="sm" role="status">
                <Loader size="sm" aria-hidden />
                <Text>{t('new.reading')}</Text>
              </Group>
              <div style={{ flex: 1 }}>
                <WorkProgress work="importing" />
              </div>
              <Button variant="default" onClick={() => setFile(undefined)}>
                {t('new.stop')}
              </Button>
            </Group>
          ) : null}
          {asksForOther ? (
            <Checkbox
              label={t('new.other_logger')}
              checked={otherLogger}
              onChange={(event) => setOther(event.currentTarget.checked)}
              {...form.field('otherLogger')}
            />
          ) : null}
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          {unread === undefined ? null : <RefusalNote refusal={unread} />}
          {unread?.problems === undefined ? null : <ListProblems problems={unread.problems} />}
          {look === undefined ? (
            file === undefined || storagePlace === '' ? (
              <Text className="quiet">{t('look.nothing')}</Text>
            ) : null
          ) : (
            <Look look={look} storagePlace={storagePlace} file={file?.token ?? ''} clock={clock} other={otherLogger} />
          )}
        </Stack>
      </Screen>
    </form>
  )
}

type LookProps = {
  readonly look: LoggerLook
  readonly storagePlace: string
  readonly file: string
  readonly clock: LoggerClock
  readonly other: boolean
}

function Look({ look, storagePlace, file, clock, other }: LookProps) {
  const { t } = useTranslation('temperature')
  const facts = useLogFacts()
  const summary = useSummary()
  const { touched } = look
  return (
    <Stack gap="lg">
      {touched.length === 0 ? (
        <Alert color="teal" icon={<IconCircleCheck aria-hidden />} title={t('look.safe')}>
          {t('look.safe_more')}
        </Alert>
      ) : (
        <Alert
          color="red"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('look.touched', { count: touched.length })}
          role="alert"
        >
          <Stack gap={2}>
            <Text size="sm">{t('look.touched_more')}</Text>
            {look.raisesNotice ? <Text size="sm">{t('look.notice')}</Text> : null}
          </Stack>
        </Alert>
      )}
      {look.curve === undefined ? (
        <DailyTotals days={look.days} limits={look.limits} />
      ) : (
        <TemperatureChart
          name={`${file} ${look.zone}`}
          whole={{ from: look.curve.from, to: look.curve.to }}
          zone={look.zone}
          limits={look.limits}
          summary={summary({ storagePlace, ...look })}
          load={async (window) => {
            const reply = await request('logger', { file, storagePlace, clock, otherLogger: other, ...window })
            return reply.ok ? reply.value.curve : undefined
          }}
        />
      )}
      <Facts
        facts={[
          ...facts({ ...look, dayCount: look.curve === undefined ? look.days.length : undefined }),
          {
            label: t(look.curve === undefined ? 'look.days_outside' : 'look.episodes'),
            value: t('look.episodes_count', { count: look.summary.episodeCount, excursions: look.excursionCount }),
          },
        ]}
      />
      <TouchedLots lots={touched} />
      <Compared days={look.compared} />
    </Stack>
  )
}

type DropProps = {
  readonly chosen: Chosen | undefined
  onChoose(): void
  onDropped(file: Chosen | undefined): void
}

/** A file by the system's dialog, or dropped. */
function DropField({ chosen, onChoose, onDropped }: DropProps) {
  const { t } = useTranslation('temperature')
  const [isOver, setOver] = useState(false)
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file !== undefined) onDropped(await droppedFile(file))
  }
  return (
    <Stack gap={4}>
      <Text fw={500}>{t('new.file')}</Text>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard. */}
      <div
        className={`${classes.drop} ${isOver ? classes.over : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Stack gap={4}>
          <Button
            variant={chosen === undefined ? 'light' : 'default'}
            onClick={onChoose}
            title={chosen?.name}
            leftSection={<IconFileAnalytics aria-hidden size={18} />}
          >
            {chosen === undefined ? t('new.choose') : <bdi className={classes.fileName}>{chosen.name}</bdi>}
          </Button>
          <Text size="sm" className="quiet">
            {t(isOver ? 'new.drop_now' : chosen === undefined ? 'new.drop' : 'new.other_file')}
          </Text>
        </Stack>
      </div>
    </Stack>
  )
}
