/** What the desk needs of the system around it. The Electron shell provides it; tests provide their own. */
import type { EventName } from '../contract/channels.ts'
import type { Pushed, Status } from '../contract/replies.ts'
import type { Requests } from '../contract/requests.ts'
import type { CodeReader } from './camera/picture.ts'
import type { PrintFonts } from './documents/fonts.ts'
import type { Picture } from './documents/picture.ts'
import type { PrintPage } from './documents/print-page.ts'

export type Purpose = Requests['choose']['purpose']

/** A printer that the system knows: its name there, and what it calls it to people. */
export type Printer = { readonly name: string; readonly title: string }

export type Ports = {
  readonly version: string
  readonly runtime: Status['runtime']
  /** The program's own folder. */
  readonly folder: string
  readonly startWith?: Status['startWith']
  /** Asks the user for a file to open or a place to save to; undefined where they change their mind. */
  choosePath(
    purpose: Purpose | 'pdf' | 'zpl' | 'pack' | 'table' | 'kept',
    suggestedName: string,
  ): Promise<string | undefined>
  toPdf(page: PrintPage): Promise<Uint8Array>
  /** Sends pages to the printer named, or to one that the user picks; false where they change their mind or it fails. */
  print(page: PrintPage, printer?: string): Promise<boolean>
  /** The first page of them in a printer's dots. */
  picture(page: PrintPage, dotsPerInch: number): Promise<Picture>
  printers(): Promise<readonly Printer[]>
  /** Hands a job on to a printer as it is; false where the system cannot, or the printer does not take it. */
  sendRaw(printer: string, job: string): Promise<boolean>
  /** The system can hand a job on to a printer as it is. */
  readonly sendsRaw: boolean
  fonts(): Promise<PrintFonts>
  /** The page that opens an emergency pack without the application, as it was built. */
  emergencyPage(): Promise<Uint8Array>
  /** The window shows something that tells an arm, or does so no longer. */
  present(unblinded: boolean): void
  /** Finds codes in pictures of the camera. */
  readonly codes: CodeReader
  /** Opens a page in the browser of the system; false where there is none. */
  openLink(address: string): Promise<boolean>
  push<E extends EventName>(event: E, value: Pushed[E]): void
}
