import { useTranslation } from 'react-i18next'
import type { Curve } from '../../../core/stock/curve.ts'
import type { Limits } from '../../../core/stock/temperature.ts'
import { dayOfMonth, digits, timeOfMinutes } from '../../moments.ts'
import { useLanguage } from '../../parts/language.ts'
import { degreeMarks, timeMarks } from './axis.ts'
import { useCelsius } from './celsius.tsx'
import classes from './chart.module.css'

/** One reading: minutes of the logger's clock, degrees Celsius. */
export type Point = { readonly at: number; readonly celsius: number }

type PictureProps = {
  readonly curve: Curve
  /** What is to be seen; the curve may still be that of the window before. */
  readonly span: { readonly from: number; readonly to: number }
  /** Minutes from the logger's clock to the site's. */
  readonly shift: number
  readonly limits: Limits
  readonly width: number
  readonly height: number
  readonly cursor: Point | undefined
}

const foot = 26
const top = 16
/** Where the degrees stand, left of the curve, in pixels. */
export const gutter = 46

/** The picture of a curve: what lies outside shaded, what was not read hatched, limits dashed. Time runs to the right. */
export function ChartPicture({ curve, span, shift, limits, width, height, cursor }: PictureProps) {
  const { t } = useTranslation('temperature')
  const language = useLanguage()
  const { degrees } = useCelsius()
  const [low, high] = reach(curve, limits)
  const bottom = height - foot
  const x = (minutes: number) => gutter + ((minutes - span.from) / (span.to - span.from)) * (width - gutter)
  const y = (celsius: number) => top + ((high - celsius) / (high - low)) * (bottom - top)
  const { marks, ofDays } = timeMarks(
    span.from + shift,
    span.to + shift,
    Math.max(2, Math.floor((width - gutter) / 110)),
  )
  const box = (from: number, to: number) => ({ x: x(from), width: Math.max(1, x(to) - x(from)) })
  return (
    <svg className={classes.picture} viewBox={`0 0 ${width} ${height}`} height={height} aria-hidden>
      <defs>
        <pattern id="temperature-gap" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="7" className={classes.hatch} />
        </pattern>
        <clipPath id="temperature-window">
          <rect x={gutter} y="0" width={width - gutter} height={bottom} />
        </clipPath>
      </defs>
      {degreeMarks(low, high, 5).map((mark) => (
        <line key={mark} className={classes.grid} x1={gutter} x2={width} y1={y(mark)} y2={y(mark)} />
      ))}
      {marks.map((mark) => (
        <line key={mark} className={classes.grid} x1={x(mark - shift)} x2={x(mark - shift)} y1={top} y2={bottom} />
      ))}
      <g clipPath="url(#temperature-window)">
        {curve.gaps.map(({ from, to }) => (
          <rect key={from} className={classes.gap} {...box(from, to)} y={top} height={bottom - top} />
        ))}
        {curve.episodes.map(({ from, to, side }) => (
          <rect key={`${side}${from}`} className={classes.outside} {...box(from, to)} y={top} height={bottom - top} />
        ))}
        {curve.lines.map((line) =>
          line.length === 2 ? (
            <circle key={line[0]} className={classes.point} cx={x(line[0] as number)} cy={y(line[1] as number)} r="2" />
          ) : (
            <path key={line[0]} className={classes.line} d={pathOf(line, x, y)} />
          ),
        )}
        {(['high', 'low'] as const).map((side) => {
          const limit = limits[side]
          return limit === null ? null : (
            <line key={side} className={classes.limit} x1={gutter} x2={width} y1={y(limit)} y2={y(limit)} />
          )
        })}
        {cursor === undefined ? null : (
          <>
            <line className={classes.cursor} x1={x(cursor.at)} x2={x(cursor.at)} y1={top} y2={bottom} />
            <circle className={classes.cursorPoint} cx={x(cursor.at)} cy={y(cursor.celsius)} r="4" />
          </>
        )}
      </g>
      {degreeMarks(low, high, 5).map((mark) => (
        <text key={mark} className={classes.mark} x={gutter - 8} y={y(mark) + 4} textAnchor="end">
          {digits(mark, language, { maximumFractionDigits: 2 })}
        </text>
      ))}
      {(['high', 'low'] as const).map((side) => {
        const limit = limits[side]
        return limit === null ? null : (
          <text
            key={side}
            className={classes.limitName}
            x={width - 6}
            y={y(limit) - 4}
            textAnchor={language === 'fa' ? 'start' : 'end'}
            direction={language === 'fa' ? 'rtl' : 'ltr'}
          >
            {t(`chart.${side}`, { degrees: degrees(limit) })}
          </text>
        )
      })}
      {marks.map((mark) => (
        <text
          key={mark}
          className={classes.mark}
          x={x(mark - shift)}
          y={height - 8}
          textAnchor={anchorOf(x(mark - shift), width)}
        >
          {ofDays || mark % 1_440 === 0 ? dayOfMonth(mark, language) : timeOfMinutes(mark, language)}
        </text>
      ))}
    </svg>
  )
}

/** A name at the edge stays inside of the picture. */
function anchorOf(at: number, width: number): 'start' | 'middle' | 'end' {
  return at < gutter + 30 ? 'start' : at > width - 30 ? 'end' : 'middle'
}

function pathOf(line: readonly number[], x: (minutes: number) => number, y: (celsius: number) => number): string {
  const parts: string[] = []
  for (let place = 0; place < line.length; place += 2) {
    const [at, celsius] = [line[place] as number, line[place + 1] as number]
    parts.push(`${place === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(celsius).toFixed(1)}`)
  }
  return parts.join('')
}

/** From a little under the coldest to a little over the warmest, limits included. */
function reach(curve: Curve, limits: Limits): [number, number] {
  let low = limits.low ?? limits.high ?? Number.POSITIVE_INFINITY
  let high = limits.high ?? limits.low ?? Number.NEGATIVE_INFINITY
  for (const line of curve.lines)
    for (let place = 1; place < line.length; place += 2) {
      low = Math.min(low, line[place] as number)
      high = Math.max(high, line[place] as number)
    }
  if (low > high) return [0, 1]
  const room = Math.max(0.5, (high - low) * 0.12)
  return [low - room, high + room]
}

/** The reading that is nearest in time. */
export function nearestPoint(curve: Curve, minutes: number): Point | undefined {
  let found: Point | undefined
  for (const line of curve.lines)
    for (let place = 0; place < line.length; place += 2) {
      const at = line[place] as number
      if (found === undefined || Math.abs(at - minutes) < Math.abs(found.at - minutes))
        found = { at, celsius: line[place + 1] as number }
    }
  return found
}
