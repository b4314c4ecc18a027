// Drives the application over a pipe instead of a port. What Playwright needs to drive a window listens on a socket of
// the machine, and makes the page believe that it always has the focus; here the application is as its users have it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
// Where it is no Electron itself, the package gives the path of the executable.
const electron = createRequire(import.meta.url)('electron') as unknown as string

type Answer = { readonly result?: Record<string, unknown>; readonly error?: { readonly message: string } }

/** A process whose first page is driven over a pipe. */
export class Piped {
  readonly process: ChildProcess
  readonly #into: Writable
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #session: string | undefined
  #last = 0

  private constructor(running: ChildProcess) {
    this.process = running
    this.#into = running.stdio[3] as Writable
    let read = ''
    ;(running.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (read + chunk).split('\0')
      read = messages.pop() ?? ''
      for (const message of messages) {
        const { id, ...answer } = JSON.parse(message) as Answer & { id?: number }
        this.#waiting.get(id ?? 0)?.(answer)
      }
    })
    // A process that ends answers nothing more.
    running.once('exit', () => {
      for (const answer of this.#waiting.values()) answer({ error: { message: 'the process has ended' } })
    })
  }

  /**
   * Starts the application with a profile in a folder, on a display, and waits for its first screen. `through` is a
   * program with its arguments that starts it in turn.
   */
  static async start(
    folder: string,
    display: string,
    { args = [], through = [] }: { readonly args?: readonly string[]; readonly through?: readonly string[] } = {},
  ): Promise<Piped> {
    const switches = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--remote-debugging-pipe']
    const own = [electron, ...switches, root, `--user-data-dir=${join(folder, 'profile')}`, ...args]
    const [command = '', ...rest] = [...through, ...own]
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const
    const piped = new Piped(spawn(command, rest, { env: { ...process.env, DISPLAY: display }, stdio: [...stdio] }))
    for (;;) {
      const { targetInfos } = (await piped.#send('Target.getTargets')) as {
        targetInfos: { targetId: string; type: string }[]
      }
      const page = targetInfos.find(({ type }) => type === 'page')
      if (page !== undefined) {
        const attached = await piped.#send('Target.attachToTarget', { targetId: page.targetId, flatten: true })
        piped.#session = String(attached['sessionId'])
        break
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await piped.until("document.querySelector('html[data-ready=true]') !== null")
    return piped
  }

  /** Runs a script in the page and gives what it settles with. */
  async evaluate(expression: string): Promise<unknown> {
    const wanted = { expression, awaitPromise: true, returnByValue: true, userGesture: true }
    const { result, exceptionDetails } = (await this.#send('Runtime.evaluate', wanted)) as {
      result: { value?: unknown }
      exceptionDetails?: { exception?: { description?: string } }
    }
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? 'the script failed')
    return result.value
  }

  /** Waits until a script gives true. */
  async until(expression: string): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      if ((await this.evaluate(expression)) === true) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`in vain: ${expression}`)
  }

  /** Types into what has the focus. */
  async type(text: string): Promise<void> {
    await this.#send('Input.insertText', { text })
  }

  /** Signs somebody in, who waits at the screen for it. */
  async signIn({ login, passphrase }: { readonly login: string; readonly passphrase: string }): Promise<void> {
    await this.until("document.activeElement?.tagName === 'INPUT'")
    await this.type(login)
    await this.evaluate("document.querySelector('input[type=password]').focus()")
    await this.type(passphrase)
    await this.evaluate("document.querySelector('input[type=password]').form.requestSubmit()")
    await this.until("document.querySelector('nav button[title]') !== null")
  }

  /** Presses a key. */
  async press(key: string, text = ''): Promise<void> {
    for (const type of ['keyDown', 'keyUp']) await this.#send('Input.dispatchKeyEvent', { type, key, text })
  }

  /** Asks over the bridge. */
  async request(channel: string, payload?: object): Promise<unknown> {
    return this.evaluate(`window.counterseal.request(${JSON.stringify(channel)}, ${JSON.stringify(payload)})`)
  }

  /** Closes the application as its user does; gives the exit code. */
  async close(): Promise<number | null> {
    const ended = once(this.process, 'exit')
    await this.#send('Browser.close').catch(() => undefined)
    const [code] = (await ended) as [number | null]
    return code
  }

  async #send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    this.#last += 1
    const id = this.#last
    const session = this.#session === undefined ? {} : { sessionId: this.#session }
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve))
    this.#into.write(`${JSON.stringify({ id, method, params, ...session })}\0`)
    const { result, error } = await answered
    this.#waiting.delete(id)
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result ?? {}
  }
}
