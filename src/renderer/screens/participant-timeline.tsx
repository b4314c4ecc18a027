import { useTranslation } from 'react-i18next'
import type { TimelineRow } from '../../core/clinic/timeline.ts'
import { Code } from '../parts/code.tsx'
import { Moment } from '../parts/moment.tsx'
import classes from './participant-timeline.module.css'
import { usePeople, useSaid } from './participant-words.ts'

/** What happened, one line below the other, oldest first: when, what, by whom. */
export function Timeline({ rows }: { rows: readonly TimelineRow[] }) {
  const { t } = useTranslation('dose')
  const people = usePeople()
  const details = useDetails(people)
  if (rows.length === 0) return <p className="quiet">{t('timeline.empty')}</p>
  return (
    <ol className={classes.timeline}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end.
        <li key={index} className={classes.row} data-what={row.what}>
          <div className={classes.when}>
            <Moment at={row.at} plain />
          </div>
          <div className={classes.what}>
            <strong>{details.title(row)}</strong>
            {/* A verification is the second person's, who is named by its detail. */}
            {row.what === 'DoseVerified' ? null : <span className="quiet">{t('by', { name: people(row.by) })}</span>}
            {details.lines(row).map((line) => (
              <span key={line}>{line}</span>
            ))}
            {typeof row.detail.serial === 'string' ? (
              <span>
                {t('timeline.serial')} <Code value={row.detail.serial} />
              </span>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** The words of a timeline's line. Every detail is quoted by its name; one that is not known is left out. */
function useDetails(people: (memberId: string) => string) {
  const { t } = useTranslation('dose')
  const said = useSaid()
  const title = ({ what, detail }: TimelineRow): string => {
    const outcome = detail.outcome === undefined ? '' : t(`syringe_states.${detail.outcome}`)
    return t(`timeline.${what}`, { number: detail.number, outcome })
  }
  const reasonOf = ({ what, detail }: TimelineRow): string => {
    const reason = String(detail.reason)
    if (what === 'OutcomeRecorded') return t(`withhold_reasons.${reason}`)
    if (what === 'BlindBroken') return t(`emergency:reasons.${reason}`)
    if (what === 'ParticipantLeft' && reason === 'emergency_break') return t('timeline.left_after_break')
    return reason
  }
  const lines = (row: TimelineRow): string[] => {
    const { detail } = row
    const found: string[] = []
    if (typeof detail.surgeryAt === 'string') found.push(t('timeline.surgery', { at: said.moment(detail.surgeryAt) }))
    if (detail.authorisation !== undefined)
      found.push(t('timeline.authorisation', { authorisation: detail.authorisation }))
    if (detail.entered !== undefined) found.push(t(`common:entered.${detail.entered}`))
    if (detail.theatre !== undefined) found.push(t('timeline.theatre', { theatre: detail.theatre }))
    if (typeof detail.volumeMicrolitres === 'number')
      found.push(t('timeline.volume', { volume: said.volume(detail.volumeMicrolitres) }))
    if (typeof detail.useBefore === 'string')
      found.push(t('timeline.use_before', { at: said.moment(detail.useBefore) }))
    if (typeof detail.verifier === 'string') found.push(t('timeline.verifier', { name: people(detail.verifier) }))
    if (detail.reader !== undefined) found.push(t('timeline.reader', { name: detail.reader }))
    if (detail.receivedBy !== undefined) found.push(t('timeline.received_by', { name: detail.receivedBy }))
    if (typeof detail.happenedAt === 'string')
      found.push(t('timeline.happened', { at: said.moment(detail.happenedAt) }))
    if (detail.reason !== undefined) found.push(t('timeline.reason', { reason: reasonOf(row) }))
    if (detail.receiver !== undefined) found.push(t('timeline.signed'))
    if (detail.deviation !== undefined) found.push(t('timeline.deviation', { deviation: detail.deviation }))
    if (detail.note !== undefined) found.push(t('timeline.note', { note: detail.note }))
    return found
  }
  return { title, lines }
}
