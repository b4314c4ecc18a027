// The bridge's end in the shell. Nothing is thrown across it: Electron keeps only the message of a thrown error, so
// whatever goes wrong becomes data.

import { BrowserWindow, ipcMain } from 'electron'
import type { events } from '../../contract/channels.ts'
import { isTrustedSender } from './security.ts'

/** Who asks: the window, for dialogs that belong to it. */
export type Sender = { window: BrowserWindow | null }

/** Answers a request. It is expected to have caught its own faults. */
export type Handle = (channel: string, request: unknown, sender: Sender) => Promise<unknown>

type EventName = (typeof events)[number]

/** Answers every channel of the table with one function, for messages of the interface alone. */
export function serve(channels: readonly string[], handle: Handle): void {
  for (const channel of channels) {
    ipcMain.handle(channel, async (message, request: unknown) => {
      if (!isTrustedSender(message.senderFrame)) return { ok: false, invalid: ['sender'] }
      try {
        return await handle(channel, request, { window: BrowserWindow.fromWebContents(message.sender) })
      } catch {
        // A fault that reaches this far was not numbered; its text might hold anything, so it stays here.
        return { ok: false, fault: { number: '000000', kind: 'program' } }
      }
    })
  }
}

/** Tells every window something it did not ask for. */
export function push(event: EventName, value: unknown): void {
  for (const { webContents } of BrowserWindow.getAllWindows()) {
    if (!webContents.isDestroyed() && isTrustedSender(webContents.mainFrame)) webContents.send(event, value)
  }
}
