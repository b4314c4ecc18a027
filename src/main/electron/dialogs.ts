// The system's own dialogs. The paths they give stay in the shell; the interface gets a name at most.

import { type BrowserWindow, dialog, type FileFilter } from 'electron'

/** What a dialog is about, in the user's language. */
export type DialogText = { title: string; filters: FileFilter[] }

/** The kinds of file the application knows, by extension, for the filters of a dialog. */
export const extensions = {
  study: ['counterseal'],
  list: ['csv'],
  logger: ['txt', 'csv'],
  zpl: ['zpl'],
  pdf: ['pdf'],
  certificate: ['pdf', 'png', 'jpg', 'jpeg'],
  pack: ['counterseal-pack'],
  // Its text may have been copied into a file by hand.
  record: ['counterseal-record', 'txt', 'json'],
} as const

/** Asks which file to open; undefined when the user changes their mind. */
export async function chooseFileToOpen(window: BrowserWindow | null, text: DialogText): Promise<string | undefined> {
  const options: Electron.OpenDialogOptions = { ...text, properties: ['openFile'] }
  const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return answer.canceled ? undefined : answer.filePaths[0]
}

/** Asks where to save; undefined when the user changes their mind. Replacing a file is confirmed by the system. */
export async function chooseFileToSave(
  window: BrowserWindow | null,
  text: DialogText,
  suggestedName: string,
): Promise<string | undefined> {
  const options: Electron.SaveDialogOptions = {
    ...text,
    defaultPath: suggestedName,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  }
  const answer = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  if (answer.canceled || answer.filePath === '') return undefined
  const extension = text.filters[0]?.extensions[0]
  if (extension === undefined || answer.filePath.toLowerCase().endsWith(`.${extension}`)) return answer.filePath
  return `${answer.filePath}.${extension}`
}
