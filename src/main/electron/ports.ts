import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import { CodeThread } from '../camera/code-thread.ts'
import type { PrintFonts } from '../documents/fonts.ts'
import type { Ports, Purpose } from '../ports.ts'
import { chooseFileToOpen, chooseFileToSave, type DialogText, extensions } from './dialogs.ts'
import { push } from './ipc.ts'
import { openLink } from './links.ts'
import { rawCommand, sendRaw } from './raw-printing.ts'
import { runtime } from './runtime.ts'
import { clearClipboard, protectContents } from './unblinded.ts'

/** The dialogs speak both languages at once: the system draws them, and it does not know who is signed in. */
const dialogTexts: Record<Purpose | 'pdf' | 'zpl' | 'pack' | 'table' | 'kept', DialogText> = {
  open_study: {
    title: 'Open a study · باز کردن مطالعه',
    filters: [{ name: 'Counterseal', extensions: [...extensions.study] }],
  },
  create_study: {
    title: 'Where the study is kept · محل نگهداری مطالعه',
    filters: [{ name: 'Counterseal', extensions: [...extensions.study] }],
  },
  copy: {
    title: 'Where the copy is kept · محل نگهداری رونوشت',
    filters: [{ name: 'Counterseal', extensions: [...extensions.study] }],
  },
  allocation_list: {
    title: 'Allocation list · فهرست تخصیص',
    filters: [{ name: 'CSV', extensions: [...extensions.list] }],
  },
  logger: {
    title: 'File of a temperature logger · فایل دماسنج ثبات',
    filters: [
      { name: 'TXT, CSV', extensions: [...extensions.logger] },
      { name: '*', extensions: ['*'] },
    ],
  },
  pack: {
    title: 'Where the emergency pack is saved · محل ذخیرهٔ بستهٔ اضطراری',
    filters: [{ name: 'Emergency pack', extensions: [...extensions.pack] }],
  },
  pack_record: {
    title: 'Record of an opened emergency pack · رکورد بازشدن بستهٔ اضطراری',
    filters: [{ name: 'Record', extensions: [...extensions.record] }],
  },
  certificate: {
    title: 'Certificate of analysis · گواهی آنالیز',
    filters: [{ name: 'PDF, PNG, JPEG', extensions: [...extensions.certificate] }],
  },
  kept: {
    title: 'Where the document is saved · محل ذخیرهٔ سند',
    filters: [],
  },
  table: {
    title: 'Save as a table · ذخیرهٔ جدول',
    filters: [{ name: 'CSV', extensions: [...extensions.list] }],
  },
  zpl: {
    title: 'Save for a label printer · ذخیره برای برچسب‌زن',
    filters: [{ name: 'ZPL', extensions: [...extensions.zpl] }],
  },
  pdf: { title: 'Save as PDF · ذخیرهٔ PDF', filters: [{ name: 'PDF', extensions: [...extensions.pdf] }] },
}

/** Files that exist already; the others are made. */
const opened: readonly string[] = [
  'open_study',
  'allocation_list',
  'pack_record',
  'certificate',
  'logger',
] satisfies Purpose[]

/** The system around the desk, as Electron provides it. */
export function electronPorts(window: () => BrowserWindow | undefined, startWith: Ports['startWith']): Ports {
  let fonts: Promise<PrintFonts> | undefined
  return {
    version: app.getVersion(),
    runtime: runtime(),
    folder: app.getPath('userData'),
    ...(startWith === undefined ? {} : { startWith }),
    choosePath(purpose, suggestedName) {
      const parent = window() ?? null
      const text = dialogTexts[purpose]
      if (opened.includes(purpose)) return chooseFileToOpen(parent, text)
      return chooseFileToSave(parent, text, suggestedName)
    },
    async toPdf(page) {
      const { htmlToPdf } = await paper()
      return htmlToPdf(page)
    },
    async print(page, printer) {
      const { htmlToPaper } = await paper()
      return htmlToPaper(page, printer)
    },
    async picture(page, dotsPerInch) {
      const { htmlToPicture } = await paper()
      return htmlToPicture(page, dotsPerInch)
    },
    async printers() {
      const { installedPrinters } = await paper()
      return installedPrinters()
    },
    sendsRaw: rawCommand() !== undefined,
    sendRaw,
    fonts() {
      fonts ??= printFonts()
      return fonts
    },
    emergencyPage: () => readFile(join(import.meta.dirname, 'counterseal-emergency.html')),
    present(unblinded) {
      protectContents(unblinded)
      if (!unblinded) clearClipboard()
    },
    codes: new CodeThread(),
    openLink,
    push,
  }
}

/** What makes paper is loaded by whoever first prints; no start waits for it. */
function paper() {
  return import('./printing.ts')
}

async function printFonts(): Promise<PrintFonts> {
  const { openFonts } = await import('../documents/fonts.ts')
  return openFonts(join(import.meta.dirname, 'fonts'))
}
