/** The pharmacy's counter in tests: a desk with its dispatcher, and ports that answer as they are told to. */
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { Desk } from '../../src/main/desk.ts'
import { dispatcher } from '../../src/main/dispatch.ts'
import { openFonts } from '../../src/main/documents/fonts.ts'
import { handlersOf } from '../../src/main/handlers.ts'
import type { Ports } from '../../src/main/ports.ts'
import type { StudyTools } from '../../src/main/study-tools.ts'
import { newFolder } from './folder.ts'
import { HandClock, toolsWith } from './site.ts'

async function emptyPage(): Promise<Uint8Array> {
  const page = await PDFDocument.create()
  page.addPage()
  return page.save()
}

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
  readonly raw: { readonly printer: string; readonly job: string }[] = []
  readonly opened: string[] = []
  isUnblinded = false
  /** The code that the camera's next pictures show. */
  inPicture: string | undefined

  constructor(
    place = newFolder('memory'),
    clock = new HandClock(),
    tools: StudyTools = toolsWith(clock),
    differs: Partial<Ports> = {},
  ) {
    this.clock = clock
    this.folder = place
    const fontFolder = join(import.meta.dirname, '../../node_modules/@fontsource/vazirmatn/files')
    const ports: Ports = {
      version: '0.0.0',
      runtime: { electron: '', chromium: '', node: process.versions.node, development: true },
      folder: place,
      choosePath: async () => this.chosen,
      toPdf: emptyPage,
      print: async (page) => {
        this.printed.push(page.title)
        return true
      },
      picture: async () => ({ width: 2, height: 1, grey: Uint8Array.from([0, 255]) }),
      printers: async () => [],
      sendsRaw: true,
      sendRaw: async (printer, job) => this.raw.push({ printer, job }) > 0,
      fonts: () => openFonts(fontFolder),
      emergencyPage: async () => new TextEncoder().encode('<!doctype html><title>page</title>'),
      present: (unblinded) => {
        this.isUnblinded = unblinded
      },
      codes: { read: async () => this.inPicture, end: () => undefined },
      openLink: async (address) => this.opened.push(address) > 0,
      push: (event) => {
        this.pushed.push(event)
      },
      ...differs,
    }
    this.desk = new Desk(ports, tools)
    this.send = dispatcher(handlersOf(this.desk), tools.dice)
  }

  /** Opens a study file by the user's choice. */
  async open(path: string): Promise<unknown> {
    this.chosen = path
    const { value } = (await this.send('choose', { purpose: 'open_study' })) as { value: { file: string } }
    return this.send('open', { file: value.file })
  }
}
