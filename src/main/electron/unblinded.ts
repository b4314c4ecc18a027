import { BrowserWindow, clipboard } from 'electron'

/**
 * Keeps the windows out of screen recordings and shared screens while something unblinded is shown. It works on macOS
 * and Windows; on Linux the system offers nothing of the kind, and the call does nothing.
 */
export function protectContents(isProtected: boolean): void {
  for (const window of BrowserWindow.getAllWindows()) window.setContentProtection(isProtected)
}

/** Empties the clipboard, and on Linux also the one that holds whatever was marked last. */
export function clearClipboard(): void {
  clipboard.clear()
  if (process.platform !== 'linux') return
  // Electron 45 has a clipboard of its own for it, 33 an argument.
  if ('selection' in clipboard) clipboard.selection.clear()
  else (clipboard as { clear(type: 'selection'): void }).clear('selection')
}
