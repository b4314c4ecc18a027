// Reading a code with the camera, and everything that keeps the camera from being used for anything else.

import type { Page } from '@playwright/test'
import { cameraThatShows, twoCameras } from './camera-file.ts'
import { dosesIn, type Made, staff } from './doses-file.ts'
import { answerDialogs, type Counterseal, expect, test } from './harness.ts'
import { byHand, Person } from './person.ts'
import { hindrances } from './targets.ts'
import { type Language, languages, languagesToday } from './words.ts'

/** Opens the file and signs the pharmacist in. */
async function opened(running: Counterseal, language: Language, path: string): Promise<Person> {
  const person = new Person(running, language)
  await person.speak()
  await answerDialogs(running.app, path)
  await person.page.getByRole('button', { name: person.say('shell', 'welcome.open') }).click()
  await person.signIn(staff.pharmacist)
  await person.speak()
  return person
}

/** Keeps every picture that the page gets of a camera, to look at later. */
async function watch(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const tracks: MediaStreamTrack[] = []
    Object.assign(window, { tracks })
    const { mediaDevices } = navigator
    const get = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (asked) => {
      const stream = await get(asked)
      tracks.push(...stream.getTracks())
      return stream
    }
  })
  return () =>
    page.evaluate(() =>
      (window as unknown as { tracks: MediaStreamTrack[] }).tracks.map(
        ({ kind, readyState }) => `${kind} ${readyState}`,
      ),
    )
}

/** What comes of asking Chromium for devices, as any script of the page could. */
function ask(page: Page, wanted: MediaStreamConstraints): Promise<string> {
  return page.evaluate(async (asked) => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(asked)
      const kinds = stream.getTracks().map(({ kind }) => kind)
      for (const track of stream.getTracks()) track.stop()
      return kinds.join()
    } catch (error) {
      return (error as DOMException).name
    }
  }, wanted)
}

function namesOfDevices(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const devices = await navigator.mediaDevices.enumerateDevices()
    return devices.filter(({ label }) => label !== '').map(({ kind }) => kind)
  })
}

for (const language of languages) {
  test(`P7 L6 a label is read with the camera where there is one, in ${language}`, async ({ start, folder }) => {
    const { path, doses } = await dosesIn(folder, ['verified'])
    const [{ syringe, serial = '' }] = doses as [Made]
    const running = await start(await cameraThatShows(folder, { syringe, serial }))
    const person = await opened(running, language, path)
    const { page } = person
    const tracks = await watch(page)
    await person.goTo('participants')
    await page.getByRole('row').nth(1).click()
    await expect(page.getByRole('heading', { name: person.say('dose', 'hand_over.title') })).toBeVisible()
    await person.tabTo(person.say('scan', 'camera.button'))
    expect((await page.locator(':focus').boundingBox())?.height).toBeGreaterThanOrEqual(44)
    await page.keyboard.press('Space', byHand)
    await expect(page.locator('[data-scan-answer="good"]')).toBeVisible()
    await expect(person.dialog).toBeHidden()
    expect(await tracks()).toEqual(['video ended'])
    await expect(page.getByRole('listitem').filter({ hasText: person.say('common', 'entered.scanned') })).toHaveCount(1)
    expect(await ask(page, { video: true }), 'the leave is given back').toBe('NotAllowedError')

    // From anywhere, it leads to what the code stands for.
    await person.goTo('today')
    await page.keyboard.press('Control+k')
    await person.press(person.say('scan', 'camera.button'), person.dialog)
    await person.heading(person.say('dose', 'syringe.title'))
    await expect(person.dialog).toBeHidden()
    expect(await tracks()).toEqual(['video ended', 'video ended'])
  })
}

test('B3 the camera gives its picture alone, to the window alone, after a press and until it is closed', async ({
  start,
  folder,
}) => {
  const { path } = await dosesIn(folder, ['verified'])
  const running = await start(twoCameras)
  const { page, app } = running
  const open = () => person.request('camera', { open: true })
  const person = new Person(running, 'en')
  expect(await open()).toMatchObject({ refusal: { rule: 'no_file_open' } })
  await opened(running, 'en', path)

  await test.step('before anybody pressed', async () => {
    expect(await ask(page, { video: true })).toBe('NotAllowedError')
    expect(await namesOfDevices(page)).toEqual([])
  })

  await test.step('while it is open: video alone, and to this page alone', async () => {
    expect(await open()).toMatchObject({ ok: true })
    expect(await ask(page, { video: true })).toBe('video')
    expect(await namesOfDevices(page)).toEqual(['videoinput', 'videoinput'])
    expect(await ask(page, { audio: true })).toBe('NotAllowedError')
    expect(await ask(page, { audio: true, video: true })).toBe('NotAllowedError')
    const desktop = { video: { mandatory: { chromeMediaSource: 'desktop' } } } as MediaStreamConstraints
    expect(await ask(page, desktop)).not.toBe('video')
    const others = await page.evaluate(async () => {
      const frame = Object.assign(document.createElement('iframe'), { allow: 'camera' })
      document.body.append(frame)
      const within = await frame.contentWindow?.navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'video',
        (error: DOMException) => error.name,
      )
      frame.remove()
      const shown = await navigator.mediaDevices.getDisplayMedia({ video: true }).then(
        () => 'video',
        (error: DOMException) => error.name,
      )
      return { within, shown }
    })
    expect([others.within, others.shown]).not.toContain('video')
    const other = await app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, contextIsolation: true } })
      await window.loadURL('app://ui/index.html')
      const got = await window.webContents.executeJavaScript(
        "navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'video', (error) => error.name)",
        true,
      )
      window.destroy()
      return got
    })
    expect(other).toBe('NotAllowedError')
    // The document's own policy says no as well, and says so.
    expect(running.complaints.splice(0).filter((said) => !/^Permissions policy violation: /.test(said))).toEqual([])
  })

  await test.step('after it was closed, while something unblinded is shown, and after locking', async () => {
    await person.request('camera', { open: false })
    expect(await ask(page, { video: true })).toBe('NotAllowedError')
    expect(await namesOfDevices(page)).toEqual([])
    await open()
    await person.request('present', { unblinded: true })
    expect(await ask(page, { video: true })).toBe('NotAllowedError')
    expect(await open()).toMatchObject({ refusal: { rule: 'camera_while_unblinded' } })
    await person.request('present', { unblinded: false })
    expect(await ask(page, { video: true })).toBe('NotAllowedError')
    await open()
    await person.lock()
    expect(await ask(page, { video: true })).toBe('NotAllowedError')
    expect(await open()).toMatchObject({ refusal: { rule: 'signed_out' } })
  })

  await test.step('the dialog: another camera, a picture that was closed, and Escape', async () => {
    await person.signIn(staff.pharmacist)
    const tracks = await watch(page)
    await page.keyboard.press('Control+k')
    await person.press(person.say('scan', 'camera.button'), person.dialog)
    const camera = page.getByRole('dialog', { name: person.say('scan', 'camera.title') })
    await expect(camera.getByRole('status')).toHaveText(person.say('scan', 'camera.on'))
    const targets = await camera.locator('button, select').all()
    const heights = await Promise.all(targets.map(async (one) => (await one.boundingBox())?.height ?? 0))
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
    expect(await hindrances(page, { within: '[role=dialog]:has(video)' })).toEqual([])
    await person.field(person.say('scan', 'camera.which'), camera).selectOption({ index: 1 })
    await expect.poll(tracks).toEqual(['video ended', 'video live'])
    // The shell closes it after a while, or when it has to.
    await person.request('camera', { open: false })
    await expect(camera.locator('[data-rule=camera_not_open]')).toBeVisible()
    expect(await tracks()).toEqual(['video ended', 'video ended'])
    await person.press(person.say('scan', 'camera.again'), camera)
    await expect.poll(tracks).toEqual(['video ended', 'video ended', 'video live'])
    await page.keyboard.press('Escape')
    await expect(camera).toBeHidden()
    await expect.poll(async () => (await tracks()).at(-1)).toBe('video ended')
    // What lies beneath stays as it was, with the focus on what opened the camera.
    await expect(person.button(person.say('scan', 'camera.button'), person.dialog)).toBeFocused()
    expect(await ask(page, { video: true })).toBe('NotAllowedError')
  })

  await test.step('the shell says no by itself, where no policy of the document does', async () => {
    await app.evaluate(({ session }) =>
      session.defaultSession.webRequest.onHeadersReceived(({ responseHeaders }, answer) => {
        const kept = Object.entries(responseHeaders ?? {}).filter(([name]) => !/^permissions-policy$/i.test(name))
        answer({ responseHeaders: Object.fromEntries(kept) })
      }),
    )
    await page.reload()
    await expect(page.locator('html[data-ready=true]')).toBeAttached()
    expect(await ask(page, { video: true }), 'whoever reloads has closed it').toBe('NotAllowedError')
    await open()
    expect(await ask(page, { video: true })).toBe('video')
    expect(await ask(page, { audio: true })).toBe('NotAllowedError')
    expect(await ask(page, { audio: true, video: true })).toBe('NotAllowedError')
    expect(running.complaints).toEqual([])
  })
})

for (const language of languagesToday('fa')) {
  test(`L8 a camera that is gone, that the machine refuses or that gives no picture says so, and what to do, in ${language}`, async ({
    start,
    folder,
  }) => {
    const { path } = await dosesIn(folder, ['verified'])
    const lookFor = async (person: Person, rule: string) => {
      const camera = person.page.getByRole('dialog', { name: person.say('scan', 'camera.title') })
      const note = camera.locator(`[data-rule=${rule}]`)
      await expect(note).toContainText(person.say('refusals', `${rule}.title`))
      await expect(note).toContainText(person.say('refusals', `${rule}.next`))
      await expect(camera.locator('video')).toBeHidden()
      expect(await hindrances(person.page, { within: `[role=dialog]:has([data-rule=${rule}])` })).toEqual([])
      return camera
    }
    const openCamera = async (person: Person) => {
      await person.page.keyboard.press('Control+k')
      await person.press(person.say('scan', 'camera.button'), person.dialog)
    }
    const running = await start(twoCameras)
    const { app, page } = running
    const person = await opened(running, language, path)
    await openCamera(person)

    await test.step('gone since it was listed', async () => {
      const which = person.field(person.say('scan', 'camera.which'))
      await which.evaluate((list) => {
        list.append(new Option('unplugged', 'f'.repeat(64)))
      })
      await which.selectOption('unplugged')
      const camera = await lookFor(person, 'camera_missing')
      // The one that is gone is not asked for again.
      await person.press(person.say('scan', 'camera.again'), camera)
      await expect(camera.getByRole('status')).toHaveText(person.say('scan', 'camera.on'))
    })

    await test.step('another process has it, or it broke', async () => {
      const captures = await app.evaluate(({ app: shell }) =>
        shell.getAppMetrics().flatMap(({ pid, serviceName }) => (/VideoCapture/.test(serviceName ?? '') ? [pid] : [])),
      )
      expect(captures).toHaveLength(1)
      for (const pid of captures) process.kill(pid, 'SIGKILL')
      const camera = await lookFor(person, 'camera_busy')
      await person.press(person.say('scan', 'camera.again'), camera)
      await expect(camera.getByRole('status')).toHaveText(person.say('scan', 'camera.on'))
    })

    await test.step('refused by the machine', async () => {
      await page.keyboard.press('Escape')
      await app.evaluate(({ session }) => {
        session.defaultSession.setPermissionRequestHandler((_, __, answer) => answer(false))
        session.defaultSession.setPermissionCheckHandler(() => false)
      })
      await person.press(person.say('scan', 'camera.button'), person.dialog)
      await lookFor(person, 'camera_refused')
    })
  })
}
