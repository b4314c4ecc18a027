/** The pharmacy's counter in tests: a desk with its dispatcher, and ports that answer as they are told to. */
import { join } from 'node:path'
import { Desk } from '../../src/main/desk.ts'
import { dispatcher } from '../../src/main/dispatch.ts'
import { openFonts, readFontFiles } from '../../src/main/documents/fonts.ts'
import { handlersOf } from '../../src/main/handlers.ts'
import type { Ports } from '../../src/main/ports.ts'
import type { StudyTools } from '../../src/main/study-tools.ts'
import { folder, HandClock, toolsWith } from './site.ts'

/** A desk in a folder of its own, and what it did to the world around it. */
export class Counter {
  readonly clock: HandClock
  readonly desk: Desk
  readonly send: (channel: string, request?: unknown) => Promise<unknown>
  readonly folder: string
  /** Where the user's next choice of a file leads. */
  chosen: string | undefined
  readonly pushed: string[] = []
  readonly printed: string[] = []
  isUnblinded = false

  constructor(place = folder(), clock = new HandClock(), tools: StudyTools = toolsWith(clock)) {
    this.clock = clock
    this.folder = place
    const fontFolder = join(import.meta.dirname, '../../node_modules/@fontsource-variable/vazirmatn/files')
    const ports: Ports = {
      version: '0.0.0',
      runtime: { electron: '', chromium: '', node: process.versions.node, development: true },
      folder: place,
      choosePath: async () => this.chosen,
      toPdf: async () => new Uint8Array(),
      print: async (page) => {
        this.printed.push(page.title)
        return true
      },
      fonts: async () => openFonts(await readFontFiles(fontFolder)),
      present: (unblinded) => {
        this.isUnblinded = unblinded
      },
      push: (event) => {
        this.pushed.push(event)
      },
    }
    this.desk = new Desk(ports, tools)
    this.send = dispatcher(handlersOf(this.desk))
  }

  /** Opens a study file by the user's choice. */
  async open(path: string): Promise<unknown> {
    this.chosen = path
    const { value } = (await this.send('choose', { purpose: 'open_study' })) as { value: { file: string } }
    return this.send('open', { file: value.file })
  }
}
