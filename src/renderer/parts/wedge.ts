/**
 * A scanner is a keyboard that no hand can keep up with. Knows the keys that were pressed and when; tells a scan from
 * typing by its speed, and keeps nothing once it has told.
 */

/** A scanner types faster than this between two characters, and between the last one and Enter; a hand does not. */
export const fastMilliseconds = 35
/** No code of ours and no element string of GS1 is longer; what goes on is counted, not kept. */
export const mostCharacters = 200
const fewestCharacters = 4

/** A key as it was pressed; `at` in milliseconds, when it was pressed and not when a busy window came to hear of it. */
export type Press = {
  readonly key: string
  /** The key's place on the keyboard. */
  readonly code: string
  readonly at: number
  readonly repeat?: boolean
  readonly ctrlKey?: boolean
  readonly altKey?: boolean
  readonly metaKey?: boolean
}

/** What a key was: of a hand, or the first of what may become a scan, one more of it, or the Enter that ends one. */
export type Heard =
  | { readonly what: 'hand' | 'first' | 'more' }
  | { readonly what: 'scan'; readonly raw: string; readonly tooLong: boolean }

const hand: Heard = { what: 'hand' }

/** The character of a key. A scanner presses the keys of a Latin keyboard, whatever layout the machine has. */
function characterOf({ key, code }: Press): string {
  return key > '~' ? (/^Key([A-Z])$/.exec(code)?.[1] ?? key) : key
}

/** Listens to one keyboard. */
export class Wedge {
  #run = ''
  #count = 0
  #lastAt = Number.NEGATIVE_INFINITY

  /** Forgets what was pressed so far. */
  forget(): void {
    this.#run = ''
    this.#count = 0
  }

  press(press: Press): Heard {
    const isFast = press.at - this.#lastAt < fastMilliseconds
    this.#lastAt = press.at
    if (press.key === 'Enter') {
      const isScan = isFast && this.#count >= fewestCharacters
      const scan: Heard = { what: 'scan', raw: this.#run, tooLong: this.#count > mostCharacters }
      this.forget()
      return isScan ? scan : hand
    }
    // Whoever moves on to another field, or holds a key down, is no scanner.
    if (press.key === 'Tab' || press.repeat === true) {
      this.forget()
      return hand
    }
    // What separates the fields of an element string comes as a key that a hand presses with Ctrl.
    const separates = press.ctrlKey === true && press.key === ']'
    if (!separates && ([...press.key].length !== 1 || press.ctrlKey || press.altKey || press.metaKey)) return hand
    const isMore = isFast && this.#count > 0
    if (!isMore) this.forget()
    this.#count += 1
    if (this.#count <= mostCharacters) this.#run += separates ? '\u001d' : characterOf(press)
    return { what: isMore ? 'more' : 'first' }
  }
}
