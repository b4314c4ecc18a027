import { join } from 'node:path'
import { app, BrowserWindow, Menu, nativeTheme } from 'electron'
import { interfaceAddress, isolatedPreferences } from './security.ts'

/** The colours of the empty window, so that nothing flashes before the first screen is painted. */
const BACKGROUND = { light: '#ffffff', dark: '#1f1f1f' }

/**
 * Opens a window on the interface. It shows itself as soon as it has something to show. `onGone` is called whenever the page
 * that was in it is there no more: it went elsewhere, or its process ended.
 */
export function openWindow(onGone: () => void = () => undefined): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: app.name,
    icon: join(app.getAppPath(), 'resources', 'icon.png'),
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: { ...isolatedPreferences(), preload: join(import.meta.dirname, '../preload/index.cjs') },
  })
  window.once('ready-to-show', () => window.show())
  // Of all addresses a page can go to a blank one without being asked whether it may; then it comes back at once.
  window.webContents.on('did-navigate', (_event, address) => {
    if (address === 'about:blank') void window.loadURL(interfaceAddress())
  })
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) onGone()
  })
  window.webContents.on('render-process-gone', onGone)
  void window.loadURL(interfaceAddress())
  return window
}

/** Brings the window to the front, as a second start of the application does. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** The few menu entries whose keys people expect everywhere: editing and the size of the text. */
export function setMenu(): void {
  const view = [
    { role: 'resetZoom' as const },
    { role: 'zoomIn' as const },
    { role: 'zoomOut' as const },
    { type: 'separator' as const },
    { role: 'togglefullscreen' as const },
  ]
  const first = process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []
  Menu.setApplicationMenu(Menu.buildFromTemplate([...first, { role: 'editMenu' }, { label: 'View', submenu: view }]))
}
