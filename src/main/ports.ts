/** What the desk needs of the system around it. The Electron shell provides it; tests provide their own. */
import type { EventName } from '../contract/channels.ts'
import type { Pushed, Status } from '../contract/replies.ts'
import type { Requests } from '../contract/requests.ts'
import type { PrintFonts } from './documents/fonts.ts'
import type { PrintPage } from './documents/print-page.ts'

export type Purpose = Requests['choose']['purpose']

export type Ports = {
  readonly version: string
  readonly runtime: Status['runtime']
  /** The program's own folder. */
  readonly folder: string
  readonly startWith?: Status['startWith']
  /** Asks the user for a file to open or a place to save to; undefined where they change their mind. */
  choosePath(purpose: Purpose | 'pdf' | 'pack' | 'table' | 'kept', suggestedName: string): Promise<string | undefined>
  toPdf(page: PrintPage): Promise<Uint8Array>
  /** Sends pages to a printer that the user picks; false where they change their mind. */
  print(page: PrintPage): Promise<boolean>
  fonts(): Promise<PrintFonts>
  /** The page that opens an emergency pack without the application, as it was built. */
  emergencyPage(): Promise<Uint8Array>
  /** The window shows something that tells an arm, or does so no longer. */
  present(unblinded: boolean): void
  /** Opens a page in the browser of the system; false where there is none. */
  openLink(address: string): Promise<boolean>
  push<E extends EventName>(event: E, value: Pushed[E]): void
}
