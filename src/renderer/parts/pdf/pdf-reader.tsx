import { ActionIcon, Alert, Group, NativeSelect, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowsHorizontal,
  IconChevronDown,
  IconChevronUp,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../../core/result.ts'
import { RefusalNote } from '../refusal.tsx'
import { type DrawnPage, empty, type OpenPdf, openPdf } from './open-pdf.ts'
import classes from './pdf-reader.module.css'

type PdfReaderProps = {
  readonly bytes: Uint8Array
  /** What can be done with the document besides reading it. */
  readonly actions: ReactNode
}

const zooms = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const
/** The width is fitted up to this zoom: a narrow page on a wide screen does not become a poster. */
const mostFitted = 1.5

/** What stands on the screen: which page, how large, and what came of drawing it. */
type Shown = { readonly page: number; readonly zoom: number; readonly outcome: DrawnPage | Refusal }

/** A PDF, page by page, to be read. It is opened in memory and dropped when this leaves the screen. */
export function PdfReader({ bytes, actions }: PdfReaderProps) {
  const { t } = useTranslation('pdf')
  const [opened, setOpened] = useState<OpenPdf | Refusal>()
  useEffect(() => {
    let left = false
    let pdf: OpenPdf | undefined
    void openPdf(bytes).then((came) => {
      if (!came.ok) {
        if (!left) setOpened(came.refusal)
      } else if (left) came.value.close()
      else {
        pdf = came.value
        setOpened(pdf)
      }
    })
    return () => {
      left = true
      pdf?.close()
    }
  }, [bytes])
  if (opened !== undefined && 'pageCount' in opened) return <Pages pdf={opened} actions={actions} />
  return (
    <div className={classes.reader}>
      <Group gap="sm" p="md">
        {opened === undefined ? <Text role="status">{t('opening')}</Text> : <RefusalNote refusal={opened} />}
        {actions}
      </Group>
    </div>
  )
}

function Pages({ pdf, actions }: { pdf: OpenPdf; actions: ReactNode }) {
  const { t } = useTranslation('pdf')
  const { pageCount: pages } = pdf
  const desk = useRef<HTMLElement>(null)
  const [page, setPage] = useState(1)
  const [chosen, setChosen] = useState<number>()
  const [room, setRoom] = useState(0)
  const [width, setWidth] = useState<number>()
  const [shown, setShown] = useState<Shown>()
  const fitted = width === undefined ? 1 : Math.min(mostFitted, room / width)
  const zoom = chosen ?? fitted
  const [density, setDensity] = useState(window.devicePixelRatio)

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      setRoom(Math.floor(entry?.contentRect.width ?? 0))
      setDensity(window.devicePixelRatio)
    })
    if (desk.current !== null) observer.observe(desk.current)
    return () => observer.disconnect()
  }, [])

  // The dialog was there before the document was, and so was its focus.
  useEffect(() => desk.current?.focus(), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a screen of another density asks for other pixels.
  useEffect(() => {
    if (room === 0) return
    const calledOff = new AbortController()
    const draw = async () => {
      const wide = await pdf.widthOf(page)
      if (calledOff.signal.aborted) return
      setWidth(wide)
      const mine = chosen ?? Math.min(mostFitted, room / (wide ?? room))
      const came = await pdf.draw(page, mine, calledOff.signal)
      if (came === undefined) return
      const outcome = came.ok ? came.value : came.refusal
      if (!calledOff.signal.aborted) setShown({ page, zoom: mine, outcome })
      else if ('canvas' in outcome) empty(outcome.canvas)
    }
    void draw()
    return () => calledOff.abort()
  }, [pdf, page, chosen, room, density])

  const turnTo = (wanted: number) => {
    setPage(Math.min(pages, Math.max(1, wanted)))
    desk.current?.scrollTo({ top: 0 })
  }
  const larger = zooms.find((one) => one > zoom + 0.01)
  const smaller = zooms.findLast((one) => one < zoom - 0.01)
  const scroll = (direction: 1 | -1) => {
    const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = desk.current ?? {}
    const isAtEdge = direction > 0 ? scrollTop + clientHeight >= scrollHeight - 2 : scrollTop <= 1
    if (isAtEdge && page + direction >= 1 && page + direction <= pages) turnTo(page + direction)
    else desk.current?.scrollBy({ top: direction * clientHeight * 0.85 })
  }
  const enlarge = () => setChosen(larger ?? zoom)
  const reduce = () => setChosen(smaller ?? zoom)
  const fit = () => setChosen(undefined)
  const keys = new Map<string, () => void>([
    ['PageDown', () => scroll(1)],
    ['PageUp', () => scroll(-1)],
    ['Home', () => turnTo(1)],
    ['End', () => turnTo(pages)],
    ['+', enlarge],
    ['=', enlarge],
    ['-', reduce],
    ['0', fit],
    ['۰', fit],
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.altKey || event.ctrlKey || event.metaKey ? undefined : keys.get(event.key)
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const turning = [
    { key: 'previous', icon: IconChevronUp, act: () => turnTo(page - 1), off: page <= 1 },
    { key: 'next', icon: IconChevronDown, act: () => turnTo(page + 1), off: page >= pages },
  ] as const
  const sizing = [
    { key: 'smaller', icon: IconZoomOut, act: reduce, off: smaller === undefined },
    { key: 'larger', icon: IconZoomIn, act: enlarge, off: larger === undefined },
    { key: 'fit', icon: IconArrowsHorizontal, act: fit, off: chosen === undefined },
  ] as const
  const button = ({ key, icon: Icon, act, off }: (typeof turning)[number] | (typeof sizing)[number]) => (
    // Not disabled but said to be off: the focus stays where it is at the last page.
    <ActionIcon
      key={key}
      variant="default"
      aria-label={t(key)}
      title={t(key)}
      aria-disabled={off}
      {...(off ? { 'data-disabled': true } : {})}
      onClick={off ? undefined : act}
    >
      <Icon size={20} aria-hidden />
    </ActionIcon>
  )
  const isDrawn = shown?.page === page && shown.zoom === zoom
  const outcome = shown?.page === page ? shown.outcome : undefined
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys hold wherever the focus is in the reader.
    <div className={classes.reader} onKeyDown={onKeyDown}>
      <div className={classes.bar}>
        <Group gap={6} wrap="nowrap">
          {turning.map(button)}
          <NativeSelect
            aria-label={t('page')}
            value={String(page)}
            onChange={(event) => turnTo(Number(event.currentTarget.value))}
            data={Array.from({ length: pages }, (_, index) => ({
              value: String(index + 1),
              label: t('page_of', { page: index + 1, pages }),
            }))}
          />
        </Group>
        <Group gap={6} wrap="nowrap">
          {sizing.map(button)}
          <Text component="output" size="sm" className={classes.percent}>
            {t('zoom', { percent: Math.round(zoom * 100) })}
          </Text>
        </Group>
        {actions}
        <Text size="sm" role="status" className={isDrawn ? classes.said : undefined} data-drawn={isDrawn || undefined}>
          {t(isDrawn ? 'drawn' : 'drawing', { page, pages })}
        </Text>
      </div>
      {outcome !== undefined && 'canvas' in outcome && outcome.incomplete ? (
        <Alert color="amber" variant="light" icon={<IconAlertTriangle aria-hidden />} className={classes.note}>
          {t('incomplete')}
        </Alert>
      ) : null}
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: a page that is larger than its frame is moved with the keys. */}
      <section ref={desk} className={classes.desk} tabIndex={0} aria-label={t('pages')} aria-description={t('keys')}>
        {outcome === undefined ? null : 'canvas' in outcome ? (
          <Sheet canvas={outcome.canvas} name={t('alt', { page, pages })} />
        ) : (
          <RefusalNote refusal={outcome} />
        )}
      </section>
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above. */}
      <Text size="xs" className={classes.keys}>
        {t('keys')}
      </Text>
    </div>
  )
}

/** A drawn page; its pixels are given back when another takes its place. */
function Sheet({ canvas, name }: { canvas: HTMLCanvasElement; name: string }) {
  const place = useRef<HTMLDivElement>(null)
  // Before the screen is painted: whatever says that a page is drawn never stands beside the page before it.
  useLayoutEffect(() => {
    place.current?.replaceChildren(canvas)
    return () => {
      canvas.remove()
      empty(canvas)
    }
  }, [canvas])
  return <div ref={place} role="img" aria-label={name} className={classes.sheet} />
}
