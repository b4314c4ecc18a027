/**
 * The labels of a study: from its settings and its books to what stands on them, and what of the settings does not fit.
 *
 * Nothing here knows an arm or a lot.
 */
import type { UnfitLine } from '../../contract/replies.ts'
import type { Answers } from '../../core/questions.ts'
import {
  type LabelKind,
  type LabelSettings,
  labelKinds,
  plannedTotal,
  type StudySettings,
} from '../../core/registry/settings.ts'
import type { PrintFonts } from '../documents/fonts.ts'
import { bagLabels, bagPrinting } from './bag-label.ts'
import type { LabelContent, LabelLine, LabelPrint } from './label.ts'
import { inTurns } from './label-page.ts'
import { syringeLabels, syringePrinting } from './syringe-label.ts'

/** What every label of a study says alike. */
function common({ study, label, contact }: LabelSettings, practice: boolean) {
  return {
    practice,
    trial: { registryId: study.registryId, shortName: { en: study.code, fa: study.code } },
    contact,
    investigator: contact.investigator,
    ...label,
    timeZone: study.timeZone,
  }
}

/** The label of each syringe of a dose that still waits for its outcome. */
export function labelsOf(
  dose: Answers['Participant']['dose'],
  syringes: readonly Answers['Syringe'][],
  settings: StudySettings,
  practice: boolean,
): LabelContent[] {
  return syringes.flatMap(({ syringe }, index) => {
    const current = syringe.labels.find((one) => !one.void)
    if (current === undefined || dose === undefined) return []
    return {
      ...common(settings, practice),
      volumeMicrolitres: syringe.volumeMicrolitres,
      participantNumber: syringe.number,
      syringeCode: syringe.code,
      syringeIndex: index + 1,
      syringeCount: syringes.length,
      serial: current.serial,
      useBefore: syringe.useBefore,
    }
  })
}

/** A label of these settings that takes as much room as nearly any will. */
export function sampleLabel(settings: LabelSettings, practice: boolean): LabelContent {
  const { dose } = settings
  return {
    ...common(settings, practice),
    volumeMicrolitres: dose.finalMicrolitres,
    participantNumber: plannedTotal(settings),
    // Wider than nearly all codes are.
    syringeCode: 'MWHGQ8DNKHMV',
    syringeIndex: dose.syringesPerDose,
    syringeCount: dose.syringesPerDose,
    serial: 'MWHGQ8DNKHMV',
    // A day and a time that take as much room as any.
    useBefore: '2026-12-28T20:28:00.000Z',
  }
}

/** How each kind is set and drawn. */
export const printing = { syringe: syringePrinting, bag: bagPrinting } as const

/** Syringe labels and bag labels, each on pages of their own size. Many are set in turns, so that nobody waits for them. */
export async function labelPages(
  labels: readonly LabelContent[],
  fonts: PrintFonts,
  sizes: StudySettings['labelSizes'],
): Promise<Readonly<Record<LabelKind, LabelPrint>>> {
  return {
    syringe: await inTurns(printing.syringe(labels, fonts, sizes.syringe)),
    bag: await inTurns(printing.bag(labels, fonts, sizes.bag)),
  }
}

/** Where in the settings the text of a line stands; `both` where it stands in each language. */
const fieldOfLine: Partial<Record<LabelLine, { readonly path: string; readonly both: boolean }>> = {
  product: { path: 'label.product', both: true },
  form: { path: 'label.form', both: true },
  route: { path: 'label.route', both: true },
  storage: { path: 'label.storage', both: true },
  directions: { path: 'label.directions', both: true },
  investigator: { path: 'contact.investigator', both: true },
  contact: { path: 'contact.name', both: true },
  address: { path: 'contact.address', both: true },
  phone: { path: 'contact.phone', both: false },
  emergencyPhone: { path: 'contact.emergencyPhone', both: false },
  trial: { path: 'study.code', both: false },
}

/** Every line of the labels of these settings that would not fit; tried before any dose. */
export function unfitLines(settings: LabelSettings, practice: boolean, fonts: PrintFonts): UnfitLine[] {
  const sample = sampleLabel(settings, practice)
  const prints = {
    syringe: syringeLabels([sample], fonts, settings.labelSizes.syringe),
    bag: bagLabels([sample], fonts, settings.labelSizes.bag),
  }
  return labelKinds.flatMap((label) => {
    const print = prints[label]
    if (print.ok) return []
    return print.problems.map(({ line, language, reason }) => ({
      label,
      line,
      language,
      reason,
      field: fieldOf(label, line, language),
    }))
  })
}

function fieldOf(label: LabelKind, line: LabelLine, language: 'en' | 'fa'): string {
  // A small label names the trial by its number alone.
  if (label === 'syringe' && line === 'trial') return 'study.registryId'
  const place = fieldOfLine[line]
  // What the product itself writes can only be given more room.
  if (place === undefined) return `labelSizes.${label}.heightMillimetres`
  return place.both ? `${place.path}.${language}` : place.path
}

/** A line that does not fit, in the values that a refusal quotes. */
export function said({ label, line, language }: UnfitLine): Readonly<Record<string, string>> {
  return { label, line, language }
}
