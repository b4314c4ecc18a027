// Another computer: a window of Chromium that shows one file, without the application, without a preload, and with no
// network. Whatever it asks for is noted; whatever it saves lands in a folder.

import { join } from 'node:path'
import { app, BrowserWindow, session } from 'electron'

const { PAGE_URL, DOWNLOADS } = process.env
globalThis.asked = []

void app.whenReady().then(() => {
  session.defaultSession.enableNetworkEmulation({ offline: true })
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
    globalThis.asked.push(url)
    answer({ cancel: !/^(?:file|blob|devtools):/.test(url) })
  })
  session.defaultSession.on('will-download', (_, item) => item.setSavePath(join(DOWNLOADS, item.getFilename())))
  const window = new BrowserWindow({
    width: 1280,
    height: 720,
    webPreferences: { sandbox: true, contextIsolation: true },
  })
  void window.loadURL(PAGE_URL)
})
