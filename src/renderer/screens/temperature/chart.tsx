import { ActionIcon, Group, Stack, Text } from '@mantine/core'
import { IconArrowsHorizontal, IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Curve } from '../../../core/stock/curve.ts'
import type { Limits } from '../../../core/stock/temperature.ts'
import { instantOnClock, minutesOnClock } from '../../../core/time.ts'
import { useTimeZone } from '../../parts/language.ts'
import { useSaid } from '../participant-words.ts'
import { within, zoomed } from './axis.ts'
import { useCelsius } from './celsius.tsx'
import classes from './chart.module.css'
import { ChartPicture, gutter, nearestPoint, type Point } from './picture.tsx'

type Span = { readonly from: number; readonly to: number }
type ChartProps = {
  /** What is drawn; another one begins anew. */
  readonly name: string
  /** All that can be drawn, in minutes of the logger's clock. */
  readonly whole: Span
  /** The zone of that clock. */
  readonly zone: string
  readonly limits: Limits
  /** What the curve says, for whoever does not see it. */
  readonly summary: string
  /** A window to begin with or to turn to. */
  readonly shown?: Span | undefined
  load(window: Span & { readonly columns: number }): Promise<Curve | undefined>
}

const height = 250

/** The curve of a logger: wheel and keys zoom, dragging and keys move, a cursor reads the values. */
export function TemperatureChart({ name, whole, zone, limits, summary, shown, load }: ChartProps) {
  const { t } = useTranslation('temperature')
  const said = useSaid()
  const { degrees } = useCelsius()
  const siteZone = useTimeZone()
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [span, setSpan] = useState<Span>(shown ?? whole)
  const [curve, setCurve] = useState<Curve>()
  const [cursor, setCursor] = useState<Point>()
  const drag = useRef<{ readonly x: number; readonly span: Span } | undefined>(undefined)
  const loading = useRef(load)
  loading.current = load

  // biome-ignore lint/correctness/useExhaustiveDependencies: another log begins with all of it.
  useEffect(() => {
    setSpan(shown ?? whole)
    setCursor(undefined)
  }, [name, shown?.from, shown?.to, whole.from, whole.to])

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    if (frame.current !== null) observer.observe(frame.current)
    return () => observer.disconnect()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the name stands for what is loaded.
  useEffect(() => {
    if (width < 100) return
    let current = true
    void loading.current({ from: span.from, to: span.to, columns: Math.min(2_000, width) }).then((found) => {
      if (current && found !== undefined) setCurve(found)
    })
    return () => {
      current = false
    }
  }, [name, span, width])

  const around = cursor?.at ?? (span.from + span.to) / 2
  const zoom = useCallback(
    (times: number, at: number) => setSpan((before) => zoomed(before, whole, times, at)),
    [whole],
  )
  const move = (share: number) =>
    setSpan((before) => {
      const by = share * (before.to - before.from)
      return within({ from: before.from + by, to: before.to + by }, whole)
    })

  useEffect(() => {
    const found = frame.current
    const wheel = (event: WheelEvent) => {
      if (found === null) return
      event.preventDefault()
      const share = shareOf(found, event.clientX)
      setSpan((before) =>
        zoomed(before, whole, event.deltaY > 0 ? 1.25 : 0.8, before.from + share * (before.to - before.from)),
      )
    }
    // React listens to the wheel without a right to keep the page from scrolling.
    found?.addEventListener('wheel', wheel, { passive: false })
    return () => found?.removeEventListener('wheel', wheel)
  }, [whole])

  const step = (direction: 1 | -1) => {
    if (curve === undefined) return
    const points = curve.lines.flatMap((line) => pointsOf(line)).filter(({ at }) => at >= span.from && at <= span.to)
    const found =
      cursor === undefined
        ? points[Math.floor(points.length / 2)]
        : direction > 0
          ? points.find(({ at }) => at > cursor.at)
          : points.findLast(({ at }) => at < cursor.at)
    if (found !== undefined) setCursor(found)
  }
  const keys = new Map<string, () => void>([
    ['ArrowLeft', () => step(-1)],
    ['ArrowRight', () => step(1)],
    ['+', () => zoom(0.5, around)],
    ['=', () => zoom(0.5, around)],
    ['-', () => zoom(2, around)],
    ['PageUp', () => move(-0.8)],
    ['PageDown', () => move(0.8)],
    ['Home', () => setSpan(whole)],
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.altKey || event.ctrlKey || event.metaKey ? undefined : keys.get(event.key)
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const minuteAt = (event: PointerEvent) => {
    return span.from + shareOf(event.currentTarget, event.clientX) * (span.to - span.from)
  }
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current !== undefined) {
      const box = event.currentTarget.getBoundingClientRect()
      const { x, span: start } = drag.current
      const by = ((x - event.clientX) / (box.width - gutter)) * (start.to - start.from)
      setSpan(within({ from: start.from + by, to: start.to + by }, whole))
    } else if (curve !== undefined) setCursor(nearestPoint(curve, minuteAt(event)))
  }
  const siteMoment = (minutes: number) => said.moment(instantOnClock(minutes, zone))
  const shift = minutesOnClock(instantOnClock(span.from, zone), siteZone) - span.from
  const isWhole = span.from <= whole.from && span.to >= whole.to
  const buttons = [
    { key: 'in', icon: IconZoomIn, act: () => zoom(0.5, around), off: false },
    { key: 'out', icon: IconZoomOut, act: () => zoom(2, around), off: isWhole },
    { key: 'earlier', icon: IconChevronLeft, act: () => move(-0.8), off: span.from <= whole.from },
    { key: 'later', icon: IconChevronRight, act: () => move(0.8), off: span.to >= whole.to },
    { key: 'whole', icon: IconArrowsHorizontal, act: () => setSpan(whole), off: isWhole },
  ] as const
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {t('chart.shown', { from: siteMoment(span.from), to: siteMoment(span.to), zone: said.zone })}
        </Text>
        <Group gap={4} dir="ltr">
          {buttons.map(({ key, icon: Icon, act, off }) => (
            <ActionIcon key={key} aria-label={t(`chart.${key}`)} title={t(`chart.${key}`)} onClick={act} disabled={off}>
              <Icon size={20} aria-hidden />
            </ActionIcon>
          ))}
        </Group>
      </Group>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: the curve is read with the arrow keys. */}
      {/* biome-ignore-start lint/a11y/useSemanticElements: a chart is no set of fields. */}
      <div
        ref={frame}
        className={classes.chart}
        role="group"
        tabIndex={0}
        aria-label={t('chart.label')}
        aria-describedby={`${id}-summary ${id}-keys`}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          drag.current = { x: event.clientX, span }
        }}
        onPointerUp={() => {
          drag.current = undefined
        }}
        onPointerCancel={() => {
          drag.current = undefined
        }}
        onDoubleClick={() => setSpan(whole)}
      >
        {width < 100 || curve === undefined ? (
          <div style={{ height }} />
        ) : (
          <ChartPicture
            curve={curve}
            span={span}
            shift={shift}
            limits={limits}
            width={width}
            height={height}
            cursor={cursor}
          />
        )}
      </div>
      {/* biome-ignore-end lint/a11y/useSemanticElements: see above. */}
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above. */}
      <Group justify="space-between" gap="xs">
        <Text size="sm" className={classes.value ?? ''} role="status">
          {cursor === undefined
            ? ''
            : t('chart.reading', { time: siteMoment(cursor.at), degrees: degrees(cursor.celsius) })}
        </Text>
        <Text size="sm" component="div" className={`${classes.legend} quiet`}>
          <span>
            <span className={`${classes.swatch} ${classes.swatchOutside}`} aria-hidden />
            {t('chart.outside')}
          </span>
          <span>
            <span className={`${classes.swatch} ${classes.swatchGap}`} aria-hidden />
            {t('chart.gap')}
          </span>
        </Text>
      </Group>
      <Text size="sm" id={`${id}-summary`}>
        {summary}
      </Text>
      <Text size="sm" id={`${id}-keys`} className="quiet">
        {t('chart.keys')}
      </Text>
    </Stack>
  )
}

/** How far to the right within the curve, from 0 to 1. */
function shareOf(frame: Element, clientX: number): number {
  const box = frame.getBoundingClientRect()
  return Math.min(1, Math.max(0, (clientX - box.left - gutter) / (box.width - gutter)))
}

function pointsOf(line: readonly number[]): Point[] {
  return Array.from({ length: line.length / 2 }, (_, place) => ({
    at: line[2 * place] as number,
    celsius: line[2 * place + 1] as number,
  }))
}
