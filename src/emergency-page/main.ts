// The page that opens an emergency pack on any computer, without the application and without a network (ADR 0017).

import { element } from './dom.ts'
import { Page, type Step, type View } from './page.ts'
import { armStep, cardStep, doneStep, recordStep, rehearsedStep, whyStep } from './steps-break.ts'
import { packStep, signStep, takeFile } from './steps-open.ts'
import type { Language } from './words.ts'

const views: Record<Step, (page: Page) => View> = {
  pack: packStep,
  sign: signStep,
  why: whyStep,
  card: cardStep,
  record: recordStep,
  arm: armStep,
  done: doneStep,
  rehearsed: rehearsedStep,
}
/** The steps that are counted. */
const counted: readonly Step[] = ['pack', 'sign', 'why', 'card', 'record', 'arm']

const page = new Page()
const room = document.querySelector('#page')
let drawn: Step | undefined
let practice = false

function languageButton(language: Language, name: string): HTMLElement {
  const act = () => {
    page.language = language
    drawn = undefined
    draw()
  }
  return element(
    'button',
    { type: 'button', lang: language, 'aria-pressed': page.language === language ? 'true' : 'false', onclick: act },
    name,
  )
}

function progress(): HTMLElement | undefined {
  const place = counted.indexOf(page.step)
  if (place < 0) return undefined
  return element('p', { class: 'quiet' }, page.say('step', { step: place + 1, steps: counted.length }))
}

function form({ title, parts, next, other }: View): HTMLElement {
  const act = next === undefined ? undefined : element('button', { type: 'submit', class: 'primary' }, next.label)
  const refresh = () => {
    if (act !== undefined && next !== undefined) act.disabled = page.busy || !next.ready()
  }
  refresh()
  const problem = page.problem !== undefined && page.problem.at === undefined ? page.say(page.problem.word) : undefined
  const submitted = (event: Event) => {
    event.preventDefault()
    if (next?.ready() === true && !page.busy) void next.act()
  }
  return element(
    'form',
    { onsubmit: submitted, oninput: refresh, onchange: refresh },
    element('h1', { tabindex: -1 }, title),
    ...parts,
    problem === undefined ? undefined : element('p', { role: 'alert', class: 'wrong' }, problem),
    page.busy ? element('p', { role: 'status' }, page.say('busy')) : undefined,
    element(
      'div',
      { class: 'row acts' },
      other === undefined ? undefined : element('button', { type: 'button', onclick: other.act }, other.label),
      act,
    ),
  )
}

function draw(): void {
  const { language } = page
  document.documentElement.lang = language
  document.documentElement.dir = language === 'fa' ? 'rtl' : 'ltr'
  practice ||= page.opened?.content.practice === true
  const shows = page.step === 'arm'
  room?.replaceChildren(
    element(
      'header',
      {},
      element('strong', {}, page.say('name')),
      practice ? element('span', { class: 'practice' }, page.say('practice')) : undefined,
      element('nav', {}, languageButton('en', 'English'), languageButton('fa', 'فارسی')),
    ),
    element(
      'main',
      { class: shows ? 'unblinded' : undefined },
      shows ? element('p', { class: 'mark' }, page.say('unblinded')) : progress(),
      form(views[page.step](page)),
    ),
  )
  if (drawn !== page.step || page.problem !== undefined) focus()
  // Drawn again in the same step, for something was done: on to what comes next.
  else document.querySelector<HTMLElement>('main button.primary:enabled')?.focus()
  drawn = page.step
}

/** To the field that is wrong, else to the first field of the step, else to its title. */
function focus(): void {
  const wanted =
    document.querySelector<HTMLElement>('[aria-invalid]') ??
    document.querySelector<HTMLElement>('main :is(input, select, textarea:not([readonly]), a.button)') ??
    document.querySelector<HTMLElement>('h1')
  wanted?.focus()
}

addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', (event) => {
  event.preventDefault()
  if (page.step === 'pack') void takeFile(page, event.dataTransfer?.files[0])
})
// Nobody who leaves the page leaves a secret in it.
addEventListener('pagehide', () => {
  page.end()
  page.arm = undefined
})

page.draw = draw
draw()
