import { BrowserWindow, clipboard } from 'electron'

/**
 * Keeps the windows out of screen recordings and shared screens while something unblinded is shown. It works on macOS
 * and Windows; on Linux the system offers nothing of the kind, and the call does nothing.
 */
export function protectContents(isProtected: boolean): void {
  for (const window of BrowserWindow.getAllWindows()) window.setContentProtection(isProtected)
}

/** Empties the clipboard. */
export function clearClipboard(): void {
  clipboard.clear()
}
