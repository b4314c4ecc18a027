// Prints HTML files to PDF in a window nobody sees, without scripts. Started with Electron: print-window.mjs JOBS.json
import { readFileSync, writeFileSync } from 'node:fs'
import { app, BrowserWindow } from 'electron'

const jobs = JSON.parse(readFileSync(process.env.PRINT_JOBS ?? '', 'utf8'))

app.on('window-all-closed', () => {})
void app.whenReady().then(async () => {
  for (const { html, pdf } of jobs) {
    const window = new BrowserWindow({ show: false, webPreferences: { javascript: false, sandbox: true } })
    window.webContents.on('console-message', (_event, _level, message) => console.log(`complaint: ${message}`))
    await window.loadFile(html)
    const margins = { top: 0, bottom: 0, left: 0, right: 0 }
    writeFileSync(pdf, await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true, margins }))
    window.destroy()
  }
  app.exit(0)
})
