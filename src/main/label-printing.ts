/**
 * Labels leave the program: on paper, as a PDF, or in the language of label printers; and how they will look. What was
 * printed is on record with its serials before this is asked, and each serial leaves once (L7).
 */
import { writeFileSync } from 'node:fs'
import type { Replies } from '../contract/replies.ts'
import type { Requests } from '../contract/requests.ts'
import { mayDo } from '../core/decide.ts'
import type { Answers } from '../core/questions.ts'
import { type LabelKind, labelKinds } from '../core/registry/settings.ts'
import { accept, type Result, refuse } from '../core/result.ts'
import type { Session } from '../core/session.ts'
import type { Desk } from './desk.ts'
import { png } from './documents/picture.ts'
import type { PrintPage } from './documents/print-page.ts'
import { joined } from './joined-pages.ts'
import type { LabelContent } from './labels/label.ts'
import { inTurns } from './labels/label-page.ts'
import { labelPages, labelsOf, printing, said, sampleLabel, unfitLines } from './labels/of-study.ts'
import { pictureOf, zplOf } from './labels/zpl.ts'

type As = Requests['document']['as']
type Wanted<K> = Extract<Requests['document']['document'], { kind: K }>
type Pages = Readonly<Record<LabelKind, PrintPage>>

/** The resolution of the finer label printers; what people look at has its dots. */
const lookDotsPerInch = 300

/** How the labels of these settings will look, by the very code that prints them; and every line that does not fit. */
export async function previewLabels(desk: Desk, { settings }: Requests['labels']): Promise<Result<Replies['labels']>> {
  const session = desk.study?.session
  if (session !== undefined && !mayDo(session, 'ChangeSettings')) return refuse('role_may_not')
  const practice = desk.study?.practice === true
  const fonts = await desk.ports.fonts()
  const prints = await labelPages([sampleLabel(settings, practice)], fonts, settings.labelSizes)
  const pictures: Replies['labels']['pictures'][number][] = []
  for (const label of labelKinds) {
    const print = prints[label]
    if (print.ok) pictures.push({ label, png: png(await desk.ports.picture(print.page, lookDotsPerInch)) })
  }
  return accept({ pictures, unfit: unfitLines(settings, practice, fonts) })
}

/** The labels of a dose: to be looked at, to the printers that this machine uses for them, or to a file. */
export async function handOutLabels(
  desk: Desk,
  session: Session,
  { doseId }: Wanted<'labels'>,
  as: As,
): Promise<Result<Replies['document']>> {
  const set = await labelsToPrint(desk, session, doseId)
  if (!set.ok) return set
  const { labels, pages } = set.value
  if (as === 'view') return accept({ pdf: await joined(desk.ports, [pages.syringe, pages.bag]) })
  const out = labelKinds.filter((kind) => isOut(desk, labels, kind))
  if (out.length === labelKinds.length || (as === 'save' && out.length > 0)) return refuse('reprint_needs_reason')
  if (as === 'save') return accept({ saved: await saved(desk, labels, pages) })
  for (const kind of labelKinds) {
    if (out.includes(kind)) continue
    if (!(await printed(desk, set.value, kind)))
      // Whoever closes the system's dialog knows why; a printer that was sent to without a word has to be spoken for.
      return desk.labelPrinter(kind).way === 'dialog' ? accept({ saved: false }) : refuse('printer_did_not_take')
    sent(desk, labels, [kind])
  }
  return accept({ saved: true })
}

/** The labels of one kind as jobs for a label printer: what it makes of them to be looked at, or to a file. */
export async function handOutZpl(
  desk: Desk,
  session: Session,
  { doseId, label: kind, dotsPerInch }: Wanted<'label_zpl'>,
  as: As,
): Promise<Result<Replies['document']>> {
  if (as === 'print') return refuse('nothing_found')
  const set = await labelsToPrint(desk, session, doseId)
  if (!set.ok) return set
  const { labels } = set.value
  const jobs = await zplJobs(desk, labels, kind, dotsPerInch)
  if (as === 'view') {
    const pictures = jobs.map(pictureOf).filter((picture) => picture !== undefined)
    return accept({ pictures: pictures.map(png) })
  }
  if (isOut(desk, labels, kind)) return refuse('reprint_needs_reason')
  const path = await desk.ports.choosePath('zpl', `${kind === 'bag' ? 'Bag' : 'Syringe'} labels.zpl`)
  if (path === undefined) return accept({ saved: false })
  writeFileSync(path, jobs.join(''))
  sent(desk, labels, [kind])
  return accept({ saved: true })
}

type Set = { readonly labels: readonly LabelContent[]; readonly pages: Pages }

async function labelsToPrint(desk: Desk, session: Session, doseId: string): Promise<Result<Set>> {
  const { study } = desk
  const dose = session.clinic?.doses.get(doseId)
  if (study === undefined || dose === undefined || session.member.role !== 'pharmacist') return refuse('nothing_found')
  const { settings } = session.registry
  const answers = dose.syringeIds.map((syringeId) => study.ask({ type: 'Syringe', syringeId }))
  const syringes = answers.flatMap((one) => (one.ok ? [one.value as Answers['Syringe']] : []))
  const labels = labelsOf(syringes[0]?.dose, syringes, settings, study.practice)
  if (labels.length === 0) return refuse('label_not_printed')
  const { syringe, bag } = await labelPages(labels, await desk.ports.fonts(), settings.labelSizes)
  if (syringe.ok && bag.ok) return accept({ labels, pages: { syringe: syringe.page, bag: bag.page } })
  const [line] = unfitLines(settings, study.practice, await desk.ports.fonts())
  return refuse('label_does_not_fit', { values: line === undefined ? {} : said(line) })
}

async function saved(desk: Desk, labels: readonly LabelContent[], pages: Pages): Promise<boolean> {
  const path = await desk.ports.choosePath('pdf', 'Labels.pdf')
  if (path === undefined) return false
  writeFileSync(path, await joined(desk.ports, [pages.syringe, pages.bag]))
  sent(desk, labels, labelKinds)
  return true
}

/** Sends labels of one kind to the printer that this machine uses for them. */
async function printed(desk: Desk, { labels, pages }: Set, kind: LabelKind): Promise<boolean> {
  const printer = desk.labelPrinter(kind)
  if (printer.way === 'dialog') return desk.ports.print(pages[kind])
  if (printer.way === 'printer') return desk.ports.print(pages[kind], printer.name)
  return desk.ports.sendRaw(printer.name, (await zplJobs(desk, labels, kind, printer.dotsPerInch)).join(''))
}

async function zplJobs(
  desk: Desk,
  labels: readonly LabelContent[],
  kind: LabelKind,
  dotsPerInch: 203 | 300,
): Promise<string[]> {
  const sizes = desk.study?.session?.registry.settings.labelSizes
  if (sizes === undefined) return []
  const jobs: string[] = []
  for (const label of labels) {
    const print = await inTurns(printing[kind]([label], await desk.ports.fonts(), sizes[kind]))
    if (print.ok) jobs.push(zplOf(await desk.ports.picture(print.page, exactDotsPerInch[dotsPerInch])))
  }
  return jobs
}

/** What printers call 203 are eight dots a millimetre. */
const exactDotsPerInch = { 203: 203.2, 300: 300 } as const

function mark(kind: LabelKind, { serial }: LabelContent): string {
  return `${kind} ${serial}`
}

/** True where any of these labels has left the program before. */
function isOut(desk: Desk, labels: readonly LabelContent[], kind: LabelKind): boolean {
  return labels.some((label) => desk.printedSerials.has(mark(kind, label)))
}

function sent(desk: Desk, labels: readonly LabelContent[], kinds: readonly LabelKind[]): void {
  for (const kind of kinds) for (const label of labels) desk.printedSerials.add(mark(kind, label))
}
