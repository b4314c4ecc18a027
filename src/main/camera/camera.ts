/**
 * The camera of the window: when it may be opened, by whom, and what becomes of its pictures (ADR 0027).
 *
 * Promises: it is closed unless somebody who is signed in has just asked for it, and closed again with their sign-in, with an
 * unblinded view, or after two minutes; while it is closed no picture is looked at. The bytes of a picture are overwritten
 * whatever comes of it.
 */
import { readsCodes } from '../../core/books.ts'
import { accept, type Result, refuse } from '../../core/result.ts'
import type { Session } from '../../core/session.ts'
import type { Clock } from '../vault/attempts.ts'
import type { CameraPicture, CodeReader } from './picture.ts'

/** For how long a picture stays open when nobody closes it. */
const mostMilliseconds = 2 * 60_000

/** The camera, as far as the shell decides about it. */
export class Camera {
  readonly #clock: Clock
  readonly #reader: CodeReader
  #opened: { readonly session: Session; readonly endsMilliseconds: number } | undefined
  #isUnblinded = false
  #isReading = false

  constructor(clock: Clock, reader: CodeReader) {
    this.#clock = clock
    this.#reader = reader
  }

  /** Lets whoever is signed in open the camera. */
  open(session: Session): Result<null> {
    this.close()
    if (!readsCodes(session.member.role)) return refuse('role_may_not')
    if (this.#isUnblinded) return refuse('camera_while_unblinded')
    this.#opened = { session, endsMilliseconds: this.#clock.monotonicMilliseconds() + mostMilliseconds }
    return accept(null)
  }

  /** From now on the camera may not be opened, and no picture of it is looked at. */
  close(): void {
    if (this.#opened === undefined) return
    this.#opened = undefined
    this.#reader.end()
  }

  /** Something that tells an arm is shown, or is no longer. A camera looks both ways, so never while it is. */
  presents(unblinded: boolean): void {
    this.#isUnblinded = unblinded
    if (unblinded) this.close()
  }

  /** Whether the camera may be opened now by whoever is signed in. */
  isOpenFor(session: Session | undefined): boolean {
    if (this.#opened === undefined) return false
    const { session: asked, endsMilliseconds } = this.#opened
    return asked === session && this.#clock.monotonicMilliseconds() < endsMilliseconds
  }

  /** The code in a picture. One is looked at at a time; what comes meanwhile is passed over. */
  async read(session: Session | undefined, picture: CameraPicture): Promise<Result<{ readonly text?: string }>> {
    try {
      if (!this.isOpenFor(session)) return refuse('camera_not_open')
      if (this.#isReading) return accept({})
      this.#isReading = true
      const text = await this.#reader.read(picture).finally(() => {
        this.#isReading = false
      })
      if (!this.isOpenFor(session)) return refuse('camera_not_open')
      return accept(text === undefined ? {} : { text })
    } finally {
      // Where it was handed on to the thread nothing is left of it here; the thread overwrites it.
      if (picture.grey.length > 0) picture.grey.fill(0)
    }
  }
}
