import { writeFile } from 'node:fs/promises'
import { app, type BrowserWindow } from 'electron'

const PATIENCE_MILLISECONDS = 30_000

/** Settles when the page has said that its first screen is there, and two frames have been painted since. */
const FIRST_SCREEN_PAINTED = `new Promise((resolve) => {
  const look = () => document.documentElement.dataset.ready === 'true'
    ? requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))
    : setTimeout(look, 20)
  look()
})`

/** Writes a picture of the window to a file once its first screen is painted, then ends the application. */
export async function takeScreenshotAndExit(window: BrowserWindow, file: string): Promise<void> {
  const timer = setTimeout(() => {
    console.error(`No first screen within ${PATIENCE_MILLISECONDS / 1000} seconds: no picture was taken.`)
    app.exit(1)
  }, PATIENCE_MILLISECONDS)
  try {
    if (window.webContents.isLoading()) {
      await new Promise<void>((resolve) => window.webContents.once('did-finish-load', () => resolve()))
    }
    await window.webContents.executeJavaScript(FIRST_SCREEN_PAINTED)
    const picture = await window.webContents.capturePage()
    await writeFile(file, picture.toPNG())
    console.log(`Picture written: ${file}`)
    app.exit(0)
  } catch (error) {
    console.error(`No picture was taken: ${error instanceof Error ? error.message : String(error)}`)
    app.exit(1)
  } finally {
    clearTimeout(timer)
  }
}
