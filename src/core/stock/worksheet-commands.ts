/** Writing a pair of worksheets, which the pharmacist signs, and approving it, which only QA may (Q7, ADR 0026). */
import { z } from 'zod'
import { arms } from '../registry/settings.ts'
import { accept, type Refusal, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { line } from '../text.ts'
import type { StockEvent } from './events.ts'
import { contradicted, hindrancesOf, pairInForce, pairThatWaits, WrittenSheets } from './worksheets.ts'

export const WriteWorksheets = z.strictObject({
  type: z.literal('WriteWorksheets'),
  sheets: WrittenSheets,
  /** What is different from the version before; why it was written, for the first. */
  note: line(400, 3),
})
export const ApproveWorksheets = z.strictObject({
  type: z.literal('ApproveWorksheets'),
  version: z.int().min(1).max(1_000_000),
})

/** Both sheets are written together, so that there is a pair or none. What is wrong is named step by step. */
export function writeWorksheets(session: Session, command: z.infer<typeof WriteWorksheets>): Result<Events> {
  const { sheets, note } = command
  const refused = sheetsRefused(session, sheets)
  if (refused !== undefined) return { ok: false, refusal: refused }
  const pairs = held(session.stock).worksheets
  const latest = pairThatWaits(pairs) ?? pairInForce(pairs)
  if (latest !== undefined && JSON.stringify(latest.sheets) === JSON.stringify(sheets))
    return refuse('worksheets_unchanged', { field: 'sheets' })
  return accept({ stock: [{ type: 'WorksheetsWritten', version: pairs.length + 1, sheets, note }] })
}

function sheetsRefused({ registry }: Session, sheets: WrittenSheets): Refusal | undefined {
  const { problems, differences, contradictions } = hindrancesOf(sheets, registry.settings)
  for (const arm of arms)
    if (problems[arm].length > 0)
      return {
        rule: 'worksheet_unfit',
        field: `sheets.${arm}`,
        problems: problems[arm],
        values: countOf(problems[arm]),
      }
  if (differences.length > 0)
    return { rule: 'worksheets_differ', field: 'sheets', problems: differences, values: countOf(differences) }
  // What one of them contradicts, the other does, too.
  if (contradictions.A.length > 0)
    return {
      rule: 'worksheets_contradict_settings',
      field: 'sheets',
      problems: contradictions.A,
      values: countOf(contradictions.A),
    }
  return undefined
}

function countOf(problems: readonly { readonly line: number }[]) {
  return { count: problems.length, step: problems[0]?.line ?? 0 }
}

/** From now on preparations follow this pair; those that are open end as they began. */
export function approveWorksheets(session: Session, command: z.infer<typeof ApproveWorksheets>): Result<Events> {
  const waiting = pairThatWaits(held(session.stock).worksheets)
  if (waiting?.version !== command.version) return refuse('worksheets_do_not_wait', { field: 'version' })
  return accept({ stock: [{ type: 'WorksheetsApproved', version: waiting.version }] })
}

/** The worksheets that changed settings end, as events. */
export function voided({ stock }: Session, settings: Session['registry']['settings']): StockEvent[] {
  return contradicted(held(stock).worksheets, settings).map(({ version }) => ({ type: 'WorksheetsVoided', version }))
}
