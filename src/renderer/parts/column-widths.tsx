import { type PointerEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './column-widths.module.css'

type Sized = { readonly key: string; readonly title: string; readonly width?: number }

const leastShare = 0.3
const keyStep = 0.1

/** The shares of the width that the columns of a table have, remembered at this desk. */
export function useColumnWidths(columns: readonly Sized[]) {
  const name = `counterseal.columns.${columns.map(({ key }) => key).join('.')}`
  const [shares, setShares] = useState<readonly number[]>(
    () => remembered(name) ?? columns.map(({ width }) => width ?? 1),
  )
  /** Gives to a column what its neighbour loses. */
  const shift = (index: number, by: number) => {
    const [mine = 1, next = 1] = [shares[index], shares[index + 1]]
    const given = Math.max(leastShare - mine, Math.min(next - leastShare, by))
    const changed = shares.map((share, at) => (at === index ? mine + given : at === index + 1 ? next - given : share))
    setShares(changed)
    localStorage.setItem(name, JSON.stringify(changed))
  }
  const template = columns.map((_, index) => `minmax(0, ${shares[index] ?? 1}fr)`).join(' ')
  const total = shares.reduce((sum, share) => sum + share, 0)
  return { template, shift, total }
}

function remembered(name: string): readonly number[] | undefined {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(name) ?? 'null')
    return Array.isArray(found) && found.every((share) => typeof share === 'number') ? found : undefined
  } catch {
    return undefined
  }
}

type EdgeProps = { readonly title: string; readonly total: number; onShift(by: number): void }

/** The edge between two columns: dragged, or moved with the arrow keys. */
export function ColumnEdge({ title, total, onShift }: EdgeProps) {
  const { t } = useTranslation('common')
  const toEnd = document.documentElement.dir === 'rtl' ? -1 : 1
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.buttons !== 1) return
    const width = event.currentTarget.closest('[role="row"]')?.clientWidth ?? 1
    onShift((toEnd * event.movementX * total) / width)
  }
  return (
    <button
      type="button"
      className={classes.edge}
      aria-label={t('table.width', { title })}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={(event) => {
        const steps: Record<string, number> = { ArrowRight: toEnd, ArrowLeft: -toEnd }
        const step = steps[event.key]
        if (step === undefined || event.altKey) return
        event.preventDefault()
        event.stopPropagation()
        onShift(step * keyStep)
      }}
    />
  )
}
