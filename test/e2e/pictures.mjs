// Takes the pictures of README and guides with the program itself: the practice study, both languages, in the light.
// With `--dose DIR`, takes those of every step of a dose instead.

import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { say } from '../../scripts/lib/sh.mjs'
import { startDisplay } from '../../scripts/lib/xvfb.mjs'
import { colleagues, founder } from '../../src/main/practice/practice-members.ts'
import { dosePictures } from './dose-pictures.mjs'
import { launch, quit } from './harness.ts'
import { makePracticeFiles } from './study-file.ts'
import { Walk } from './walk.ts'
import { languages } from './words.ts'

const pictures = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'docs', 'pictures')
const mostBytes = 250 * 1024
const thawSeconds = 60

const [checker, , pi] = colleagues

/** Takes a picture of the window as it is, once it has come to rest. */
async function takeIn(walk, name) {
  const path = join(pictures, walk.language, `${name}.png`)
  await walk.page.evaluate(() => document.fonts.ready)
  await walk.page.mouse.move(640, 5)
  await walk.page.waitForTimeout(600)
  await walk.page.screenshot({ path, animations: 'disabled' })
  const { size } = await stat(path)
  say(`${walk.language}/${name}.png: ${Math.ceil(size / 1024)} KiB${size > mostBytes ? ', which is too much' : ''}`)
}

async function opened(folder, language, args) {
  const running = await launch(folder, args)
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await running.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const walk = new Walk(running, language)
  await walk.speak()
  return walk
}

/** One language: the first screens, then the way of the first dose. */
async function picturesIn(language) {
  const folder = await mkdtemp(join(tmpdir(), 'counterseal-pictures-'))
  try {
    await mkdir(join(pictures, language), { recursive: true })
    const first = await opened(folder, language, [])
    await takeIn(first, 'welcome')
    await quit(first.running)

    await makePracticeFiles(join(folder, 'profile'))
    const walk = await opened(folder, language, ['--practice'])
    await takeIn(walk, 'unlock')
    await walk.signIn(founder)
    await takeIn(walk, 'today')
    await walk.goTo('lots')
    await takeIn(walk, 'lots')
    await walk.goTo('today')
    const codes = await walk.prepare(async () => {
      await takeIn(walk, 'prepare')
      // What tells an arm covers itself when nobody moves.
      for (let waited = 0; waited <= thawSeconds; waited += 5) {
        await walk.page.mouse.move(640, 5 + (waited % 10))
        await walk.page.waitForTimeout(5000)
      }
    })
    await walk.printLabels()
    await walk.verify(codes, founder, checker, () => takeIn(walk, 'verify'))
    await walk.handOver(codes.syringe, founder)
    await walk.becomes(pi)
    await walk.recordGiven()
    // What was said in passing passes.
    await walk.page.waitForTimeout(6000)
    await walk.timelines()
    await takeIn(walk, 'syringe')
    await walk.goTo('break')
    await walk.page.getByRole('main').getByRole('listitem').first().getByRole('button').click()
    await takeIn(walk, 'break')
    await quit(walk.running)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const display = process.platform === 'linux' ? await startDisplay() : undefined
if (display) process.env.DISPLAY = display.name
try {
  const [what, folder] = process.argv.slice(2)
  for (const language of languages)
    await (what === '--dose' ? dosePictures(language, resolve(folder)) : picturesIn(language))
} finally {
  display?.stop()
}
