/**
 * Looks for codes in a thread of its own, which is ended when it takes too long or too much memory; the next picture
 * begins another one.
 *
 * The library that looks at the pictures is large, and would ask a server for its program: it is handed the bytes. What
 * remains of pictures in its memory goes with the thread, which ends when the camera closes.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { workerUrl } from '../worker-url.ts'
import type { CameraPicture, CodeReader } from './picture.ts'

/** What the thread says of a picture. */
export type Seen = { readonly text?: string }

/** For how long a picture is looked at; the first one waits for the thread as well. */
const mostMilliseconds = 3_000
/** A thread that nobody gives a picture any more is ended: what it made of the last one goes with it. */
const idleMilliseconds = 10_000
const resourceLimits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 16, stackSizeMb: 2 }

/** The reader's program lies beside the bundle; where the sources are run as they are, in its package. */
function program(): Uint8Array<ArrayBuffer> {
  const here = import.meta.url
  const file = here.endsWith('.ts')
    ? createRequire(here).resolve('zxing-wasm/reader/zxing_reader.wasm')
    : join(import.meta.dirname, 'zxing_reader.wasm')
  return new Uint8Array(readFileSync(file))
}

/** A reader whose thread begins with the first picture. */
export class CodeThread implements CodeReader {
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined

  read(picture: CameraPicture, withinMilliseconds = mostMilliseconds): Promise<string | undefined> {
    clearTimeout(this.#idle)
    const worker = this.#worker ?? this.#begin()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => (this.#worker === worker ? this.end() : undefined), withinMilliseconds)
      const seen = ({ text }: Seen) => settle(() => resolve(text))
      const failed = (error: Error) => settle(() => reject(error))
      const ended = () => settle(() => resolve(undefined))
      const settle = (say: () => void) => {
        clearTimeout(timer)
        worker.off('message', seen).off('error', failed).off('exit', ended)
        if (this.#worker === worker) this.#idle = setTimeout(() => this.end(), idleMilliseconds).unref()
        say()
      }
      worker.on('message', seen).on('error', failed).on('exit', ended)
      // The bytes go over and are copied nowhere.
      worker.postMessage(picture, [picture.grey.buffer])
    })
  }

  #begin(): Worker {
    const wasm = program()
    const worker = new Worker(workerUrl('code-worker'), {
      workerData: { wasm },
      transferList: [wasm.buffer],
      resourceLimits,
      env: {},
    })
    this.#worker = worker
    const forget = () => {
      if (this.#worker === worker) this.#worker = undefined
    }
    // Whoever waits for it hears of it too.
    worker.once('error', forget)
    worker.once('exit', forget)
    return worker
  }

  end(): void {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = undefined
    void worker?.terminate()
  }
}
