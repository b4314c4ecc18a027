/**
 * What stands on a label.
 *
 * There is no arm here and no lot, on purpose (L4): both arms name the product together with its comparator, and the
 * syringe's random code is the only thing that leads to its contents.
 */
import type { Both } from '../../core/text.ts'
import type { PrintPage } from '../documents/print-page.ts'

/** The texts and codes of one syringe's labels. The same type serves the syringe and its bag. */
export type LabelContent = {
  /** True in a practice study; the label then says so, unmistakably. */
  readonly practice: boolean
  readonly trial: { readonly registryId: string; readonly shortName: Both }
  /** Who answers for product, trial and emergency unblinding. */
  readonly contact: {
    readonly name: Both
    readonly address: Both
    readonly phone: string
    readonly emergencyPhone: string
  }
  readonly investigator: Both
  /** Substance and strength together with the comparator, the same words for both arms. */
  readonly product: Both
  readonly form: Both
  readonly route: Both
  readonly volumeMicrolitres: number
  readonly storage: Both
  /** Directions for use, or where they are found. */
  readonly directions: Both
  readonly participantNumber: number
  /** The syringe's code with its check character, without separators. */
  readonly syringeCode: string
  /** Which syringe of how many this dose has. */
  readonly syringeIndex: number
  readonly syringeCount: number
  /** The serial of this print. */
  readonly serial: string
  /** ISO instant in UTC after which the syringe must not be used. */
  readonly useBefore: string
  /** The site's time zone, for example `Asia/Tehran`. */
  readonly timeZone: string
}

/** The size of a label, in millimetres. */
export type LabelSize = { readonly widthMillimetres: number; readonly heightMillimetres: number }

/** The lines of a label, as they are named to people. */
export type LabelLine =
  | 'participant'
  | 'trial'
  | 'code'
  | 'serial'
  | 'product'
  /** Form and quantity. */
  | 'form'
  | 'route'
  | 'storage'
  | 'directions'
  | 'useBefore'
  | 'investigator'
  | 'contact'
  | 'address'
  | 'phone'
  | 'emergencyPhone'
  | 'purpose'

/**
 * A line that does not fit. `word_too_wide`: one word is wider than its column. `no_room`: the label is full before or
 * at this line. Nothing is cut or made smaller; the text or the label's size has to change.
 */
export type LineProblem = {
  /** Position of the label in the print, from 0. */
  readonly label: number
  readonly line: LabelLine
  readonly language: 'en' | 'fa'
  readonly reason: 'word_too_wide' | 'no_room'
  readonly text: string
}

/** Labels that fit, or every line that does not. */
export type LabelPrint =
  | { readonly ok: true; readonly page: PrintPage }
  | { readonly ok: false; readonly problems: readonly LineProblem[] }
