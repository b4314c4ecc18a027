// Whatever a page could be made to do by whoever got a script into it: tried one by one, in the real window, against a
// server that counts who comes. The table of rules and tests is docs/security-checklist.md.

import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { founder } from '../../src/main/practice/practice-members.ts'
import { test as base, type Counterseal, expect } from './harness.ts'
import { Person } from './person.ts'

type Outside = { readonly address: string; readonly visits: string[] }

/** A server on this machine that answers everything and counts who comes: nobody may. */
const test = base.extend<{ outside: Outside }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here.
  outside: async ({}, use) => {
    const visits: string[] = []
    const server: Server = createServer((request, response) => {
      visits.push(request.url ?? '')
      response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' })
      response.end('window.outside = true')
    })
    server.on('upgrade', (request, socket) => {
      visits.push(request.url ?? '')
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await use({ address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits })
    expect(visits, 'nobody came to the server').toEqual([])
    server.close()
  },
})

/**
 * Runs a script as the page itself would: what a debugger evaluates stands above the content security policy, and what a
 * timer of the page starts does not.
 */
async function inPage<T>(page: Page, script: (argument: string) => T | Promise<T>, argument = ''): Promise<T> {
  return page.evaluate(
    ([text, given]) =>
      new Promise<T>((resolve, reject) => {
        // The text is made a function here, above the policy; it runs below it.
        const made = new Function('argument', `return (${text})(argument)`)
        setTimeout(() => {
          Promise.resolve()
            .then(() => made(given))
            .then(resolve, reject)
        })
      }),
    [String(script), argument] as const,
  )
}

/** Insists that the window still is what it was, alone and at home; takes away what the console complained of. */
async function expectAtHome({ app, page, complaints }: Counterseal): Promise<string> {
  expect(page.url()).toBe('app://ui/index.html')
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
  return complaints.splice(0).join('\n')
}

test('B3 a page has no Node, no Electron, and no way into the world of the preload script', async ({ counterseal }) => {
  const { page, app } = counterseal
  const found = await inPage(page, async () => {
    const names = [
      'require',
      'process',
      'module',
      'exports',
      'Buffer',
      'global',
      'setImmediate',
      'electron',
      'ipcRenderer',
    ]
    // Whoever changes what all scripts share changes it for the page alone.
    Array.prototype.includes = () => true
    const { counterseal } = window as unknown as {
      counterseal: {
        request(channel: string, payload: unknown): Promise<unknown>
        dropped(file: unknown): Promise<unknown>
        on(event: string, f: () => void): void
      }
    }
    const settled = async (attempt: () => unknown) => {
      try {
        return await attempt()
      } catch {
        return 'refused'
      }
    }
    return {
      found: names.filter((name) => name in window),
      bridge: Object.keys(counterseal),
      unknown: [
        await settled(() => counterseal.request('ELECTRON_BROWSER_REQUIRE', 'fs')),
        await settled(() => counterseal.request('constructor', undefined)),
        await settled(() => counterseal.request('dropped', '/etc/passwd')),
        await settled(() => counterseal.on('ELECTRON_INTERNAL', () => undefined)),
      ],
      dropped: [
        await settled(() => counterseal.dropped(new File(['time,temperature'], '/etc/passwd'))),
        await settled(() => counterseal.dropped('/etc/passwd')),
        await settled(() => counterseal.dropped({ path: '/etc/passwd' })),
      ],
      frozen: Object.isFrozen(counterseal),
    }
  })
  expect(found).toEqual({
    found: [],
    bridge: ['request', 'dropped', 'on'],
    unknown: ['refused', 'refused', 'refused', 'refused'],
    // What the page made up itself lies nowhere on the disk, whatever it is called.
    dropped: [{ ok: false, refusal: { rule: 'file_not_found' } }, 'refused', 'refused'],
    frozen: true,
  })
  const { nodeIntegrationInWorker = false, ...preferences } = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect({ nodeIntegrationInWorker, ...preferences }).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  })
  expect(preferences['enableBlinkFeatures'] ?? '').toBe('')
})

test('B3 no text becomes a program: no eval, no script or handler written into the page', async ({ counterseal }) => {
  const { page } = counterseal
  const ran = await inPage(page, async () => {
    const ran: string[] = []
    Object.assign(window, { ran })
    const attempts: Record<string, () => unknown> = {
      // biome-ignore lint/security/noGlobalEval: that it does not work is what is tested.
      eval: () => window.eval('ran.push("eval")'),
      function: () => new Function('ran.push("function")')(),
      timer: () => setTimeout('ran.push("timer")' as unknown as () => void),
      script: () =>
        document.head.append(Object.assign(document.createElement('script'), { textContent: 'ran.push("script")' })),
      handler: () => {
        document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="ran.push(\'handler\')">')
      },
      link: () => {
        const link = Object.assign(document.createElement('a'), { href: 'javascript:ran.push("link")' })
        document.body.append(link)
        link.click()
      },
      data: () =>
        document.head.append(
          Object.assign(document.createElement('script'), { src: 'data:text/javascript,ran.push("data")' }),
        ),
      blob: () => {
        const src = URL.createObjectURL(new Blob(['ran.push("blob")'], { type: 'text/javascript' }))
        document.head.append(Object.assign(document.createElement('script'), { src }))
      },
      worker: () =>
        new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).addEventListener('message', () =>
          ran.push('worker'),
        ),
      module: () => import(String('data:text/javascript,window.ran.push("module")')),
      frame: () =>
        document.body.append(
          Object.assign(document.createElement('iframe'), { srcdoc: '<script>parent.ran.push("frame")</script>' }),
        ),
      wasm: () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => ran.push('wasm')),
    }
    for (const attempt of Object.values(attempts)) {
      try {
        await attempt()
      } catch {}
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
    for (const element of document.querySelectorAll('iframe, img[src=x]')) element.remove()
    return ran
  })
  expect(ran).toEqual([])
  expect(await expectAtHome(counterseal)).toContain('Content Security Policy')
})

test('B1 B3 nothing comes from outside and nothing goes there, by whatever element or call', async ({
  counterseal,
  outside,
}) => {
  const { page } = counterseal
  const reached = await inPage(
    page,
    async (address) => {
      const reached: string[] = []
      const put = (tag: string, attributes: Record<string, string>) => {
        const element = document.createElement(tag)
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
        document.body.append(element)
        return element
      }
      const tags = [
        'img',
        'script',
        'iframe',
        'embed',
        'object',
        'video',
        'audio',
        'track',
        'source',
        'frame',
        'portal',
      ]
      const made = tags.map((tag) => put(tag, { src: `${address}/${tag}`, data: `${address}/${tag}` }))
      for (const rel of [
        'stylesheet',
        'icon',
        'preload',
        'prefetch',
        'modulepreload',
        'preconnect',
        'manifest',
        'prerender',
      ])
        made.push(put('link', { rel, href: `${address}/${rel}`, as: 'script' }))
      made.push(put('div', { style: `background: url(${address}/style)` }))
      const attempts: Record<string, () => Promise<unknown>> = {
        fetch: () => fetch(`${address}/fetch`),
        opaque: () => fetch(`${address}/opaque`, { mode: 'no-cors', keepalive: true }),
        module: () => import(`${address}/module.js`),
        font: () => new FontFace('x', `url(${address}/font)`).load(),
        request: () =>
          new Promise((resolve, reject) => {
            const request = new XMLHttpRequest()
            request.onload = resolve
            request.onerror = reject
            request.open('GET', `${address}/request`)
            request.send()
          }),
        socket: () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(`${address.replace('http', 'ws')}/socket`)
            socket.onopen = resolve
            socket.onerror = reject
          }),
        events: () =>
          new Promise((resolve, reject) => {
            const source = new EventSource(`${address}/events`)
            source.onopen = resolve
            source.onerror = reject
          }),
        worker: () => navigator.serviceWorker.register(`${address}/service`),
      }
      // It says that it will try, whatever comes of it: the server knows.
      navigator.sendBeacon(`${address}/beacon`, 'x')
      for (const [name, attempt] of Object.entries(attempts)) {
        const settled = attempt().then(() => reached.push(name))
        await Promise.race([settled.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 1000))])
      }
      await new Promise((resolve) => setTimeout(resolve, 500))
      for (const element of made) element.remove()
      return reached
    },
    outside.address,
  )
  expect(reached).toEqual([])
  await expectAtHome(counterseal)
})

test('B3 a page goes nowhere, opens nothing and holds no other page', async ({ counterseal, outside }) => {
  const { page, app } = counterseal
  const targets = [
    outside.address,
    'file:///etc/passwd',
    'data:text/html,x',
    'app://ui/other.html',
    'app://print/x',
    'chrome://gpu',
    'view-source:app://ui/index.html',
    'mailto:a@example.com',
  ]
  for (const target of targets) {
    const opened = await inPage(
      page,
      async (address) => {
        const link = (attributes: object) => {
          const made = Object.assign(document.createElement('a'), { href: address, textContent: 'x', ...attributes })
          document.body.append(made)
          made.click()
          made.remove()
        }
        const form = Object.assign(document.createElement('form'), { action: address, method: 'post' })
        const refresh = Object.assign(document.createElement('meta'), {
          httpEquiv: 'refresh',
          content: `0;url=${address}`,
        })
        const view = document.createElement('webview')
        view.setAttribute('src', address)
        view.setAttribute('allowpopups', '')
        document.body.append(form, view)
        document.head.append(refresh)
        const attempts = [
          () => window.location.assign(address),
          () => window.location.replace(address),
          () => link({}),
          () => link({ target: '_blank' }),
          () => link({ target: '_blank', rel: 'opener' }),
          () => link({ ping: address }),
          () => form.submit(),
          () => Object.assign(form, { target: '_blank' }).submit(),
        ]
        for (const attempt of attempts) {
          try {
            attempt()
          } catch {}
          await new Promise((resolve) => setTimeout(resolve, 30))
        }
        const opened = [window.open(address), window.open(address, 'x', 'popup,noopener'), window.open('')]
        for (const element of [form, view, refresh]) element.remove()
        return opened.filter((one) => one !== null).length
      },
      target,
    )
    expect(opened, target).toBe(0)
    await expectAtHome(counterseal)
  }
  // A blank page needs nobody's leave; the window comes back by itself.
  await page.evaluate(() => setTimeout(() => window.location.assign('about:blank')))
  await page.waitForURL('about:blank')
  await expect(page.locator('html[data-ready=true]')).toBeAttached()
  await expectAtHome(counterseal)
  // Something dropped onto the window stays what it is.
  const session = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      type,
      x: 400,
      y: 300,
      data: {
        items: [{ mimeType: 'text/uri-list', data: 'file:///etc/passwd' }],
        files: ['/etc/passwd'],
        dragOperationsMask: 1,
      },
    })
  await expectAtHome(counterseal)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('B3 no permission is granted, of whatever kind, where nobody has asked for the camera', async ({
  counterseal,
}) => {
  const { page } = counterseal
  const granted = await inPage(page, async () => {
    const granted: string[] = []
    const names = [
      'accelerometer',
      'background-sync',
      'camera',
      'clipboard-read',
      'clipboard-write',
      'geolocation',
      'gyroscope',
      'idle-detection',
      'local-fonts',
      'magnetometer',
      'microphone',
      'midi',
      'nfc',
      'notifications',
      'payment-handler',
      'persistent-storage',
      'screen-wake-lock',
      'storage-access',
      'window-management',
    ]
    for (const name of names) {
      const state = await navigator.permissions.query({ name: name as PermissionName }).then(
        (status) => status.state,
        () => 'unknown',
      )
      if (state === 'granted') granted.push(name)
    }
    const all = navigator as unknown as Record<string, Record<string, (...given: unknown[]) => Promise<unknown>>>
    const attempts: Record<string, () => unknown> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
      place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      read: () => navigator.clipboard.readText(),
      write: () => navigator.clipboard.writeText('x'),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      lock: () => navigator.wakeLock.request('screen'),
      usb: () => all['usb']?.['requestDevice']?.({ filters: [] }),
      hid: () =>
        all['hid']
          ?.['requestDevice']?.({ filters: [] })
          .then((devices) => (devices as unknown[]).length > 0 || Promise.reject(new Error('none'))),
      serial: () => all['serial']?.['requestPort']?.({}),
      bluetooth: () => all['bluetooth']?.['requestDevice']?.({ acceptAllDevices: true }),
      full: () => document.documentElement.requestFullscreen(),
      idle: async () => {
        const { IdleDetector } = window as unknown as { IdleDetector: { requestPermission(): Promise<string> } }
        return (await IdleDetector.requestPermission()) === 'granted' || Promise.reject(new Error('denied'))
      },
      notes: async () => (await Notification.requestPermission()) === 'granted' || Promise.reject(new Error('denied')),
    }
    for (const [name, attempt] of Object.entries(attempts)) {
      const settled = Promise.resolve()
        .then(attempt)
        .then((value) => value !== undefined && granted.push(name))
      await Promise.race([settled.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 1000))])
    }
    return granted
  })
  expect(granted).toEqual([])
  await expectAtHome(counterseal)
})

test('B1 no file is read by the page, by its own scheme or by any other, and none is downloaded', async ({
  counterseal,
}) => {
  const { page, app } = counterseal
  await app.evaluate(({ session }) => {
    const stopped: boolean[] = []
    Object.assign(globalThis, { stopped })
    session.defaultSession.on('will-download', (event) => stopped.push(event.defaultPrevented))
  })
  const read = await inPage(page, async () => {
    const up = [
      '../../package.json',
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      '..\\..\\package.json',
      '..%5c..%5cpackage.json',
      '....//....//package.json',
      '%252e%252e/package.json',
      '/etc/passwd',
      '%00index.html',
      '%E0%A4%A',
      'index.html%00.png',
      '../main/index.js',
      '../preload/index.cjs',
      'C:/x.json',
      '',
      '.',
      'assets',
    ]
    const addresses = [
      ...up.map((path) => `app://ui/${path}`),
      ...['print', 'other', 'ui.', 'ui@print', '127.0.0.1'].map((host) => `app://${host}/index.html`),
      ...[
        'file:///etc/passwd',
        'file://localhost/etc/passwd',
        'filesystem:app://ui/temporary/x',
        'ftp://127.0.0.1/x',
        'chrome://version',
        'devtools://devtools/bundled/x.js',
      ],
    ]
    const read: string[] = []
    for (const address of addresses) {
      const answer = await fetch(address).catch(() => undefined)
      if (answer?.ok) read.push(address)
    }
    const posted = await fetch('app://ui/index.html', { method: 'POST', body: 'x' }).catch(() => undefined)
    if (posted?.ok) read.push('posted')
    for (const href of [URL.createObjectURL(new Blob(['x'])), 'data:text/plain,x', 'app://ui/index.html']) {
      const link = Object.assign(document.createElement('a'), { href, download: 'x.txt' })
      document.body.append(link)
      link.click()
      link.remove()
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
    return read
  })
  expect(read).toEqual([])
  const stopped = await app.evaluate(() => (globalThis as unknown as { stopped: boolean[] }).stopped)
  expect(stopped.length).toBeGreaterThan(0)
  expect(stopped).not.toContain(false)
  await expectAtHome(counterseal)
})

test('P4 a message of another page is refused, though it comes over the same bridge', async ({ counterseal }) => {
  const replies = await counterseal.app.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/index.cjs`
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } })
    const replies: unknown[] = []
    for (const address of ['data:text/html,x', 'about:blank']) {
      await other.loadURL(address)
      replies.push(await other.webContents.executeJavaScript("counterseal.request('status', undefined)"))
    }
    other.destroy()
    return replies
  })
  expect(replies).toEqual([
    { ok: false, invalid: ['sender'] },
    { ok: false, invalid: ['sender'] },
  ])
})

test('B3 a second start ends at once, takes no picture of the first, and brings it to the front', async ({
  counterseal,
  folder,
}) => {
  const { app } = counterseal
  const [executable, place] = await app.evaluate(({ app: shell }) => [process.execPath, shell.getAppPath()] as const)
  const picture = join(folder, 'second.png')
  const args = [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    place,
    `--user-data-dir=${join(folder, 'profile')}`,
  ]
  const second = spawn(executable, [...args, `--screenshot=${picture}`, '--practice'], { stdio: 'ignore' })
  expect(await new Promise((resolve) => second.once('exit', (code, signal) => resolve({ code, signal })))).toEqual({
    code: 3,
    signal: null,
  })
  expect(existsSync(picture)).toBe(false)
  await expectAtHome(counterseal)
})

test.describe('what is left behind', () => {
  test.use({ args: ['--practice'], practised: true })

  test('B1 P12 the console of the page is silent while people work, and a crash leaves no dump', async ({
    counterseal,
    folder,
  }) => {
    const { app, page, process: running, complaints } = counterseal
    const spoken: string[] = []
    page.on('console', (message) => spoken.push(message.text()))
    const person = new Person(counterseal, 'en')
    await person.signIn(founder)
    await person.begin('prepare_dose')
    await person.press(person.say('dose', 'prepare.start'))
    await expect(page.getByText(person.say('common', 'unblinded.word')).first()).toBeVisible()
    await person.goTo('lots')
    expect([spoken, complaints]).toEqual([[], []])
    const dumps = await app.evaluate(({ app: shell }) => shell.getPath('crashDumps'))
    const crashed = page.waitForEvent('crash')
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
    await crashed
    const over = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGSEGV')
    await over
    const left = [folder, dumps].filter((place) => existsSync(place))
    const files = left.flatMap((place) => readdirSync(place, { recursive: true }).map(String))
    expect(files.filter((name) => /\.dmp|(?:^|\/)core(?:\.\d+)?$/.test(name))).toEqual([])
  })
})
