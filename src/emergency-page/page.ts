/**
 * Where somebody stands in the page, what they typed, and what is open. It lives as long as the window and is written
 * nowhere.
 */
import { type BreakReason, breakReasons } from '../core/clinic/events.ts'
import type { OpenedPack, Pack } from '../main/vault/pack.ts'
import { type Language, languageAtFirst, say, type Word } from './words.ts'

/** The steps, in their order; the rehearsal with card 0 ends at its own. */
export type Step = 'pack' | 'sign' | 'why' | 'card' | 'record' | 'arm' | 'done' | 'rehearsed'

/** What was typed. */
export type Draft = {
  login: string
  passphrase: string
  number: string
  /** One of the reasons, once it was chosen. */
  reason: string
  narrative: string
  told: string
  code: string
}

/** Something that is wrong, and at which field of the draft. */
export type Problem = { readonly word: Word; readonly at?: keyof Draft }

/** What one step shows. */
export type View = {
  readonly title: string
  readonly parts: readonly Node[]
  readonly next?: { readonly label: string; ready(): boolean; act(): void | Promise<void> }
  readonly other?: { readonly label: string; act(): void }
}

/** The state of the page. */
export class Page {
  language: Language = languageAtFirst()
  step: Step = 'pack'
  problem: Problem | undefined
  busy = false
  pack: Pack | undefined
  opened: OpenedPack | undefined
  /** The signed text, once there is one; `saved` once it was handed over. */
  record: { readonly text: string; readonly number: number } | undefined
  saved = false
  /** The arm, while it is shown, and when it is covered, in milliseconds of this computer's clock. */
  arm: { readonly name: string; readonly until: number } | undefined
  readonly draft: Draft = { login: '', passphrase: '', number: '', reason: '', narrative: '', told: '', code: '' }
  /** Draws the page anew; set by whoever draws. */
  draw: () => void = () => undefined

  say(word: Word, values?: Readonly<Record<string, string | number>>): string {
    return say(this.language, word, values)
  }

  go(step: Step): void {
    this.step = step
    this.problem = undefined
    this.draw()
  }

  refuse(word: Word, at?: keyof Draft): void {
    this.problem = at === undefined ? { word } : { word, at }
    this.draw()
  }

  /** Keeps what is typed into a field. */
  keeps(at: keyof Draft): { oninput(event: Event): void } {
    return {
      oninput: ({ target }) => {
        if (target !== null && 'value' in target) this.draft[at] = String(target.value)
      },
    }
  }

  get reason(): BreakReason | undefined {
    return breakReasons.find((one) => one === this.draft.reason)
  }

  /** The words of what is wrong with a field. */
  wrong(at: keyof Draft): { error?: string } {
    return this.problem?.at === at ? { error: this.say(this.problem.word) } : {}
  }

  /** Puts every secret away. An arm that is shown is covered by its own step. */
  end(): void {
    this.opened?.end()
    this.opened = undefined
    this.draft.passphrase = ''
    this.draft.code = ''
  }
}
