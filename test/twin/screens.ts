/**
 * Pairs of worlds on the screen: the same walk in both, in one language or the other, and every place of it compared by its document,
 * its picture and the window's title; and every paper that was made on the way as a PDF.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PrintPage } from '../../src/main/documents/print-page.ts'
import { type Language, languages } from '../e2e/words.ts'
import { chanceFrom } from '../support/seed.ts'
import type { Person } from '../support/trial.ts'
import { type Difference, movedBetween, type Outcome, onlookersOf, otherGround, type Playing, tell } from './pairs.ts'
import { type Sight, walkScreens } from './screen-walk.ts'
import { type Story, variants } from './story.ts'
import type { Window } from './window.ts'
import type { Ground, World } from './world.ts'

/** The resolution of usual label printers. */
const dotsPerInch = 203
/** How much of a text is said before and after the place where it differs. */
const excerptLength = 200
const reports = join(import.meta.dirname, '../../reports/twin')

const nothingToCompare: Outcome = { observables: 0, moved: 0, difference: undefined }

type Walked = { readonly world: World; readonly sights: readonly Sight[]; readonly papers: readonly string[] }

/**
 * Plays a pair. The worlds are handed everything that is chance, so what hangs on the arms differs every time; what hung on how
 * busy the machine was is said on standard error, and the pair is played anew.
 */
export async function playPairOnScreen(window: Window, story: Story, playing: Playing): Promise<Outcome> {
  const outcome = await playOnce(window, story, playing)
  if (outcome.difference === undefined) return outcome
  const again = await playOnce(window, story, playing)
  if (again.difference === undefined)
    console.error(`seed ${story.seed} differed once and not again: ${JSON.stringify(outcome.difference)}`)
  return again
}

/** Plays both worlds of a pair, walks through each as one of the people, and compares. The seed decides who, and in which language. */
async function playOnce(window: Window, story: Story, playing: Playing): Promise<Outcome> {
  const onlookers = onlookersOf(story, playing)
  const person = onlookers[Math.floor(chanceFrom(story.seed)() * onlookers.length)]
  if (person === undefined) return nothingToCompare
  const ground: Ground = { setting: story.setting, arms: story.arms, lotsAreSwapped: false, sealing: playing.sealing }
  const one = await walked(window, story, ground, person)
  // In a swapped world the arm that a breaker was shown is the other one: they know it, by right.
  if (story.variant === 'swapped' && one.world.shown.has(person)) return nothingToCompare
  const two = await walked(window, story, otherGround(story, one.world), person)
  return { ...compared(story, person, one, two), moved: movedBetween(one.world, two.world) }
}

/** Tells the story in a world and walks through it as this person. */
async function walked(window: Window, story: Story, ground: Ground, person: Person): Promise<Walked> {
  const papers: string[] = []
  const onPaper = async (page: PrintPage) => {
    const pdf = await window.pdfOf(page)
    papers.push(`${page.title} ${digest(pictureOf(pdf))}`)
    return pdf
  }
  const world = await tell(story, ground, {
    ports: {
      push: (event, value) => window.push(event, value),
      present: (unblinded) => window.present(unblinded),
      toPdf: onPaper,
      print: async (page) => (await onPaper(page)).length > 0,
    },
  })
  // Whoever acted last in the story is still there.
  await world.send('lock')
  const sights: Sight[] = []
  const behind = {
    send: (channel: string, request?: unknown) => world.send(channel, request),
    now: () => world.clock.now(),
  }
  const { clinic, stock } = world.books
  const scans = [
    ...[...clinic.participants.keys()].slice(-1).map(String),
    ...[...clinic.syringesByCode.keys()].slice(-1),
    ...[...clinic.serials.keys()].slice(0, 1),
    ...[...stock.vials.keys()].slice(0, 1),
  ]
  const walker = { login: person, passphrase: world.passphraseOf(person), scans, chance: chanceFrom(story.seed) }
  await walkScreens(window, behind, walker, languageOf(story), (sight) => sights.push(sight))
  await world.close()
  return { world, sights, papers }
}

/** Each kind of second world comes in each language once in every six seeds. */
function languageOf({ seed }: Story): Language {
  return languages[Math.floor(seed / variants.length) % languages.length] ?? 'en'
}

function compared(story: Story, person: Person, one: Walked, two: Walked) {
  let observables = 0
  const differing = (what: string, first: string | undefined, second: string | undefined): Difference | undefined => {
    observables += 1
    if (first === second) return undefined
    const from = Math.max(0, sharedStart(first ?? '', second ?? '') - excerptLength)
    const excerpt = (whole?: string) => `${what}: ${whole?.slice(from, from + 3 * excerptLength)}`
    return { onlooker: person, place: observables, first: excerpt(first), second: excerpt(second) }
  }
  for (let place = 0; place < Math.max(one.sights.length, two.sights.length); place++) {
    const [mine, theirs] = [one.sights[place], two.sights[place]]
    const where = mine?.place ?? theirs?.place ?? ''
    const difference =
      differing(`${where}, title`, mine?.title, theirs?.title) ??
      differing(`${where}, document`, mine?.dom, theirs?.dom) ??
      differing(`${where}, picture`, digest(mine?.picture), digest(theirs?.picture))
    if (difference !== undefined) {
      keepPictures(story, [mine, theirs])
      return { observables, difference }
    }
  }
  for (let place = 0; place < Math.max(one.papers.length, two.papers.length); place++) {
    const difference = differing('paper', one.papers[place], two.papers[place])
    if (difference !== undefined) return { observables, difference }
  }
  return { observables, difference: undefined }
}

/** How many characters two texts have in common from their beginning on. */
function sharedStart(one: string, two: string): number {
  let length = 0
  while (length < one.length && one[length] === two[length]) length += 1
  return length
}

/** All pages of a PDF as a label printer's dots would show them. */
function pictureOf(pdf: Uint8Array): Buffer {
  return execFileSync('pdftoppm', ['-r', String(dotsPerInch), '-gray', '-'], { input: pdf, maxBuffer: 2 ** 30 })
}

function digest(picture: Buffer | undefined): string | undefined {
  return picture === undefined ? undefined : createHash('sha256').update(picture).digest('hex')
}

/** What differed, to be looked at. */
function keepPictures(story: Story, sights: readonly (Sight | undefined)[]): void {
  mkdirSync(reports, { recursive: true })
  sights.forEach((sight, index) => {
    if (sight !== undefined) writeFileSync(join(reports, `seed-${story.seed}-world-${index + 1}.png`), sight.picture)
  })
}
