// The bridge, and nothing else: named channels to the shell, named events from it, data both ways.

import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { channels, droppedFile, events } from '../contract/channels.ts'

const knownChannels: readonly string[] = channels
const knownEvents: readonly string[] = events

contextBridge.exposeInMainWorld('counterseal', {
  request(channel: string, payload: unknown): Promise<unknown> {
    if (!knownChannels.includes(channel)) return Promise.reject(new Error('There is no such channel.'))
    return ipcRenderer.invoke(channel, payload)
  },
  /** Hands on a file that the user dropped. The page gets a token, as from a dialog; what it made up itself has no path. */
  dropped(file: File): Promise<unknown> {
    return ipcRenderer.invoke(droppedFile, webUtils.getPathForFile(file))
  },
  on(event: string, listener: (value: unknown) => void): () => void {
    if (!knownEvents.includes(event)) throw new Error('There is no such event.')
    // The sender's end of the message stays here: the page gets the value alone.
    const forward = (_message: unknown, value: unknown) => listener(value)
    ipcRenderer.on(event, forward)
    return () => void ipcRenderer.removeListener(event, forward)
  },
})
