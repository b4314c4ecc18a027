// Electron's security checklist, one named function a rule (docs/security-checklist.md names the test of each). What is
// allowed is said here; everything else is denied.

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { app, protocol, type Session, type WebContents, type WebPreferences } from 'electron'
import { speakToNoPeer } from './offline.ts'

const SCHEME = 'app'

/** The origin of the interface. */
const INTERFACE = `${SCHEME}://ui`

/** The address of the interface: the built files, or the development server when one started us. */
export function interfaceAddress(): string {
  return developmentServer() ?? `${INTERFACE}/index.html`
}

/** The development server's address; a packaged application never has one. */
function developmentServer(): string | undefined {
  return app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
}

/** Every process is put into the operating system's sandbox, except where it cannot be: for root on Linux. */
export function sandboxEveryProcess(): void {
  // enableSandbox() would override --no-sandbox, and then every helper of a process run by root dies in a loop.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
}

/** A released application lets no debugger in; no fuse forbids this switch. Must be called before anything is started. */
export function refuseRemoteDebugging(): void {
  const isAsked = ['remote-debugging-port', 'remote-debugging-pipe'].some((name) => app.commandLine.hasSwitch(name))
  if (app.isPackaged && isAsked) app.exit(1)
}

/** Pages come from a scheme of our own, so that no page has the rights of a file. Must be called before 'ready'. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
}

/** A page has no Node, and neither have its workers and frames. */
function withoutNode(): WebPreferences {
  return { nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false }
}

/** A page's scripts run in a world apart from the preload script's, in a process that can do nothing by itself. */
function inAWorldApart(): WebPreferences {
  return { contextIsolation: true, sandbox: true }
}

/** The web's own rules hold: one origin does not read another, and nothing is loaded in the clear. */
function underTheRulesOfTheWeb(): WebPreferences {
  return { webSecurity: true, allowRunningInsecureContent: false, webviewTag: false, navigateOnDragDrop: false }
}

/** Nothing that Chromium itself does not think finished; `enableBlinkFeatures` is set nowhere. */
function withoutExperiments(): WebPreferences {
  return { experimentalFeatures: false }
}

/** A released application has no developer tools. */
function withoutDeveloperTools(): WebPreferences {
  return { devTools: !app.isPackaged }
}

/** What every page is made with, the hidden ones that become paper too. */
export function isolatedPreferences(): WebPreferences {
  return {
    ...withoutNode(),
    ...inAWorldApart(),
    ...underTheRulesOfTheWeb(),
    ...withoutExperiments(),
    ...withoutDeveloperTools(),
    spellcheck: false,
  }
}

/** What a page may load: its own files, and styles that carry the document's nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** What a document may ask of the machine at all: the interface for the camera's picture, where `denyPermissions` lets it. */
function permissionsPolicy(camera: 'self' | 'nobody'): string {
  const never = ['microphone', 'display-capture', 'geolocation', 'midi', 'usb', 'serial', 'hid', 'payment']
  return [`camera=(${camera === 'self' ? 'self' : ''})`, ...never.map((name) => `${name}=()`)].join(', ')
}

/** What a worker may load, its own policy being that of the file it was started from: less than the page may. */
export function workerSecurityPolicy(): string {
  return ["default-src 'none'", "script-src 'self'", "connect-src 'self'"].join('; ')
}

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
}

/** Answers the interface's requests out of one folder, each document with a nonce of its own. */
export function serveInterface(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url)
    const file = normalize(join(folder, decoded(pathname)))
    const type = CONTENT_TYPES[extname(file)]
    if (request.method !== 'GET' || host !== 'ui' || type === undefined || !file.startsWith(folder + sep)) {
      return new Response(null, { status: 404 })
    }
    const content = await readFile(file).catch(() => undefined)
    if (content === undefined) return new Response(null, { status: 404 })
    if (type.startsWith('text/html')) return documentResponse(content.toString('utf8'), 'self')
    const policy = { 'Content-Security-Policy': workerSecurityPolicy() }
    return response(content, type, type.startsWith('text/javascript') ? policy : {})
  })
}

/** A path as it is meant; what means nothing leads nowhere. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return ''
  }
}

/** A document under both policies; `__CSP_NONCE__` in it becomes the nonce of this one answer. */
export function documentResponse(html: string, camera: 'self' | 'nobody' = 'nobody'): Response {
  const nonce = randomBytes(16).toString('base64')
  const headers = {
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'Permissions-Policy': permissionsPolicy(camera),
    'Cache-Control': 'no-store',
  }
  return response(html.replaceAll('__CSP_NONCE__', nonce), 'text/html; charset=utf-8', headers)
}

/** An answer that is taken for what it says it is, and for nothing else. */
export function response(body: string | Uint8Array, type: string, more: Record<string, string> = {}): Response {
  const headers = { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', ...more }
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), { headers })
}

/**
 * Camera, clipboard, notifications, place and all the others: no. The camera's picture alone, without sound, may be had by the
 * interface's own top frame while `isCameraOpen` says so; then Chromium also tells that frame what the cameras are called.
 */
export function denyPermissions(
  session: Session,
  isCameraOpen: (contents: WebContents) => boolean = () => false,
): void {
  const mayHave = (contents: WebContents | null, permission: string, asked: Asked, isVideoAlone: boolean) =>
    permission === 'media' &&
    isVideoAlone &&
    contents !== null &&
    asked.isMainFrame &&
    isTrustedSender({ url: asked.requestingUrl ?? '', parent: null }) &&
    isTrustedSender(contents.mainFrame) &&
    isCameraOpen(contents)
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    answer(mayHave(contents, permission, details, kinds.length === 1 && kinds[0] === 'video'))
  })
  session.setPermissionCheckHandler((contents, permission, _origin, details) =>
    mayHave(contents, permission, details, details.mediaType === 'video'),
  )
  session.setDevicePermissionHandler(() => false)
}

/** What Chromium says of whoever asks for a permission. */
type Asked = { readonly isMainFrame: boolean; readonly requestingUrl?: string }

/** Nothing is requested but what lies inside the application; the name of no server is ever asked for. */
export function denyRequestsOutside(session: Session): void {
  const server = developmentServer()
  const allowed = [`${SCHEME}:`, 'data:', 'blob:', 'devtools:']
  const servers = server === undefined ? [] : [new URL(server).host]
  session.webRequest.onBeforeRequest((details, answer) => {
    const url = new URL(details.url)
    answer({ cancel: !allowed.includes(url.protocol) && !servers.includes(url.host) })
  })
}

/** Files are written by the shell, never by a page. */
export function denyDownloads(session: Session): void {
  session.on('will-download', (event) => event.preventDefault())
}

/** A page stays where it is. */
export function denyNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
}

/** A page opens no windows, and nothing in the browser of the system either. */
export function denyNewWindows(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** A page holds no other page. */
export function denyWebviews(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Holds for every page there will ever be, whoever makes it. */
export function guardEveryPage(): void {
  app.on('web-contents-created', (_event, contents) => {
    denyNavigation(contents)
    denyNewWindows(contents)
    denyWebviews(contents)
    speakToNoPeer(contents)
  })
}

/** Whether a message comes from the interface's own top frame. */
export function isTrustedSender(frame: { url: string; parent: unknown } | null): boolean {
  if (frame === null || frame.parent !== null || !URL.canParse(frame.url)) return false
  const url = new URL(frame.url)
  const server = developmentServer()
  if (server !== undefined && url.origin === new URL(server).origin) return true
  return url.protocol === `${SCHEME}:` && url.host === 'ui'
}
