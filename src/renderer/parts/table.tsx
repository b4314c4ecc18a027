// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn as far as seen cannot be laid out by a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuestionType } from '../../core/questions.ts'
import { onPushed, request } from '../api.ts'
import { ColumnEdge, useColumnWidths } from './column-widths.tsx'
import classes from './table.module.css'

/** Rows that are known by their place; those that are not here yet are fetched when they come into view. */
export type Rows<Row> = {
  readonly total: number
  at(index: number): Row | undefined
  /** Says which rows are in view. */
  need?(first: number, last: number): void
}

/** Rows that are all here. */
export function rowsOf<Row>(rows: readonly Row[]): Rows<Row> {
  return { total: rows.length, at: (index) => rows[index] }
}

type PagedQuestion = Extract<
  QuestionType,
  | 'Participants'
  | 'Syringes'
  | 'Lots'
  | 'LotUnits'
  | 'LoggerImports'
  | 'LoggerEpisodes'
  | 'ExposedVials'
  | 'Members'
  | 'Knowledge'
  | 'Breaks'
  | 'WholeList'
  | 'StockRecord'
  | 'SiteRecord'
  | 'FullRecord'
  | 'LabelAccount'
>
const pageRows = 100

/** Rows that are asked for page by page, and asked anew whenever something was written. */
export function usePaged<Row>(question: { type: PagedQuestion; [name: string]: unknown }): Rows<Row> & {
  readonly loading: boolean
  readonly first: unknown
} {
  const key = JSON.stringify(question)
  const [pages, setPages] = useState(new Map<number, readonly Row[]>())
  const [head, setHead] = useState<{ total: number; answer: unknown }>()
  const wanted = useRef(new Set<number>([0]))
  const fetching = useRef<(page: number) => void>(() => {})
  useEffect(() => {
    let current = true
    let round = 0
    const fetch = async (page: number, mine: number) => {
      const asked = { ...JSON.parse(key), offset: page * pageRows, limit: pageRows }
      const reply = await request('ask', { question: asked })
      if (!current || mine !== round || !reply.ok) return
      const answer = reply.value as { rows: readonly Row[]; total: number }
      setPages((before) => new Map(before).set(page, answer.rows))
      setHead((before) => ({ total: answer.total, answer: page === 0 ? answer : before?.answer }))
    }
    const begin = () => {
      round += 1
      for (const page of wanted.current) void fetch(page, round)
    }
    wanted.current = new Set([0])
    setPages(new Map())
    fetching.current = (page) => {
      if (wanted.current.has(page)) return
      wanted.current.add(page)
      void fetch(page, round)
    }
    begin()
    const stop = onPushed('changed', begin)
    return () => {
      current = false
      stop()
    }
  }, [key])
  return {
    total: head?.total ?? 0,
    loading: head === undefined,
    first: head?.answer,
    at: (index) => pages.get(Math.floor(index / pageRows))?.[index % pageRows],
    need: (first, last) => {
      for (let page = Math.floor(first / pageRows); page <= Math.floor(last / pageRows); page += 1)
        fetching.current(page)
    },
  }
}

/** One column: its head, its cell, and the cell as text for copying. */
export type Column<Row> = {
  readonly key: string
  readonly title: string
  /** Share of the width; 1 where it is not given. */
  readonly width?: number
  cell(row: Row): ReactNode
  text(row: Row): string
  readonly align?: 'start' | 'end'
}

type TableProps<Row> = {
  /** The table's name for assistive technology. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: Rows<Row>
  keyOf(row: Row): string | number
  onOpen?(row: Row): void
  /** Rows are this high in pixels; all alike, so that ten thousand scroll evenly. */
  readonly rowHeight?: number
  /** The height of the table; as much as there is, where it is not given. */
  readonly height?: string
}

const overscan = 8
/** The head of the table and its borders, in pixels. */
const headHeight = 44

/** Rows with a sticky head: arrows move, Enter opens, Ctrl C copies as text; ten thousand rows are drawn as far as seen. */
export function Table<Row>({ label, columns, rows, keyOf, onOpen, rowHeight = 52, height }: TableProps<Row>) {
  const { t } = useTranslation('common')
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
  })
  const seen = virtual.getVirtualItems()
  const first = seen[0]?.index ?? 0
  const last = seen.at(-1)?.index ?? 0
  const { need } = rows
  useEffect(() => need?.(first, last), [need, first, last])

  const { template, shift, total } = useColumnWidths(columns)
  const move = (to: number) => {
    const target = Math.max(0, Math.min(rows.total - 1, to))
    setActive(target)
    virtual.scrollToIndex(target)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }
    const step = steps[event.key]
    const row = rows.at(active)
    if (step !== undefined) move(active + step)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(rows.total - 1)
    else if (event.key === 'Enter' && row !== undefined && onOpen !== undefined) onOpen(row)
    else if (event.key === 'c' && (event.ctrlKey || event.metaKey) && window.getSelection()?.isCollapsed !== false) {
      if (row !== undefined) copyText(columns.map((column) => column.text(row)).join('\t'))
    } else return
    event.preventDefault()
  }

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      style={{ height: height ?? `min(calc(100vh - 15rem), ${rows.total * rowHeight + headHeight}px)` }}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.total + 1}
      aria-activedescendant={rows.total === 0 ? undefined : `${id}-${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      title={onOpen === undefined ? t('table.keys') : t('table.keysOpen')}
    >
      <div role="row" className={classes.head} style={{ gridTemplateColumns: template }}>
        {columns.map((column, index) => (
          <div
            key={column.key}
            role="columnheader"
            className={column.align === 'end' ? classes.headEnd : classes.headStart}
          >
            <span className={classes.title}>{column.title}</span>
            {index === columns.length - 1 ? null : (
              <ColumnEdge title={column.title} total={total} onShift={(by) => shift(index, by)} />
            )}
          </div>
        ))}
      </div>
      <div className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {seen.map(({ index, start }) => {
          const row = rows.at(index)
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it takes the keys.
            <div
              key={row === undefined ? `place-${index}` : keyOf(row)}
              id={`${id}-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === active}
              tabIndex={-1}
              className={onOpen === undefined ? classes.row : classes.opens}
              style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${start}px)` }}
              onClick={() => {
                setActive(index)
                if (row !== undefined) onOpen?.(row)
              }}
            >
              {columns.map((column) => (
                <div
                  key={column.key}
                  role="gridcell"
                  className={column.align === 'end' ? classes.alignEnd : classes.alignStart}
                >
                  {row === undefined ? '…' : column.cell(row)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The page has no right to the clipboard; a copy event that carries the text needs none. */
function copyText(text: string): void {
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
  }
  document.addEventListener('copy', onCopy, { once: true })
  document.execCommand('copy')
  document.removeEventListener('copy', onCopy)
}
