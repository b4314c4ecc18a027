/** The steps of the break: who and why, the card, the record, the arm. The texts are the same whichever arm it is. */
import { breakReasons } from '../core/clinic/events.ts'
import { latinDigits, withoutUnreadable } from '../core/text.ts'
import type { OpenedPack, Pack } from '../main/vault/pack.ts'
import { code, element, facts, field } from './dom.ts'
import { dummyNumber, hasEnvelope, openArm, rehearsed, signedRecord, wrongWithCard } from './emergency.ts'
import type { Page, View } from './page.ts'
import { number as inDigits } from './words.ts'

const shortestNarrative = 20

function open(page: Page): { pack: Pack; opened: OpenedPack } {
  const { pack, opened } = page
  if (pack === undefined || opened === undefined) throw new Error('a step was reached before the pack was open')
  return { pack, opened }
}

/** The number as it was typed, in whichever digits. */
function numberOf(page: Page): number | undefined {
  const typed = latinDigits(page.draft.number.trim())
  return /^\d{1,6}$/.test(typed) ? Number(typed) : undefined
}

/** Numbers as ranges: 1–3, 5. */
function ranges(numbers: readonly number[], page: Page): string {
  const found: [number, number][] = []
  for (const one of [...numbers].sort((left, right) => left - right)) {
    const last = found.at(-1)
    if (last !== undefined && last[1] + 1 === one) last[1] = one
    else found.push([one, one])
  }
  const written = (one: number) => inDigits(one, page.language)
  const comma = page.language === 'fa' ? '، ' : ', '
  return found.map(([from, to]) => (from === to ? written(from) : `${written(from)}–${written(to)}`)).join(comma)
}

/** Whose envelope, why, and who is told. */
export function whyStep(page: Page): View {
  const { opened } = open(page)
  const { draft } = page
  const { content } = opened
  const unlisted = element('small', { role: 'status' })
  const remark = () => {
    const number = numberOf(page)
    const isUnlisted = number !== undefined && number > dummyNumber && !content.enrolled.includes(number)
    unlisted.textContent = isUnlisted ? page.say('number_unlisted', { number }) : ''
  }
  const kept = page.keeps('number')
  const number = element('input', {
    inputmode: 'numeric',
    autocomplete: 'off',
    dir: 'ltr',
    maxlength: 6,
    value: draft.number,
    oninput(event) {
      kept.oninput(event)
      remark()
    },
  })
  remark()
  const reason = element('select', page.keeps('reason'))
  for (const one of ['', ...breakReasons] as const)
    reason.append(
      element('option', { value: one, selected: one === draft.reason }, one === '' ? '' : page.say(`reason_${one}`)),
    )
  const narrative = element('textarea', {
    rows: 2,
    maxlength: 2_000,
    ...page.keeps('narrative'),
  })
  narrative.value = draft.narrative
  const told = element('input', {
    autocomplete: 'off',
    maxlength: 300,
    value: draft.told,
    ...page.keeps('told'),
  })
  return {
    title: page.say('why_title'),
    parts: [
      facts([
        [page.say('study'), content.study.code],
        [page.say('permitted'), content.permittedWhen[page.language]],
        [page.say('phone'), code(content.emergencyPhone)],
      ]),
      element(
        'div',
        { class: 'two' },
        field(page.say('number'), number, {
          help: page.say('number_help', { numbers: ranges(content.enrolled, page) }),
          ...page.wrong('number'),
        }),
        field(page.say('reason'), reason),
      ),
      unlisted,
      field(page.say('narrative'), narrative, { help: page.say('narrative_help') }),
      field(page.say('told'), told, { help: page.say('told_help') }),
    ],
    next: {
      label: page.say('go_on'),
      ready: () =>
        (numberOf(page) ?? 0) > 0 &&
        page.reason !== undefined &&
        withoutUnreadable(draft.narrative).length >= shortestNarrative &&
        withoutUnreadable(draft.told).length >= 2,
      act() {
        const chosen = numberOf(page)
        if (chosen === undefined || !hasEnvelope(opened, chosen)) page.refuse('number_unknown', 'number')
        else page.go('card')
      },
    },
    other: {
      label: page.say('rehearse'),
      act() {
        draft.number = String(dummyNumber)
        page.go('card')
      },
    },
  }
}

/** The card of that number. It is tried before anything is signed; the arm stays locked. */
export function cardStep(page: Page): View {
  const { pack, opened } = open(page)
  const { draft } = page
  const number = numberOf(page) ?? dummyNumber
  const rehearsing = number === dummyNumber
  const input = element('input', {
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'ltr',
    maxlength: 40,
    class: 'code',
    value: draft.code,
    ...page.keeps('code'),
  })
  const reasons = {
    number,
    reason: page.reason ?? 'other',
    narrative: withoutUnreadable(draft.narrative),
    told: withoutUnreadable(draft.told.replace(/\s+/g, ' ')),
  }
  const readBack = facts([
    [page.say('number'), inDigits(number, page.language)],
    [page.say('reason'), page.say(`reason_${reasons.reason}`)],
    [page.say('narrative'), reasons.narrative],
    [page.say('told'), reasons.told],
  ])
  return {
    title: page.say(rehearsing ? 'rehearse_title' : 'card_title', { number }),
    parts: [
      rehearsing ? element('p', {}, page.say('rehearse_lead')) : readBack,
      element('p', { class: 'note' }, page.say(rehearsing ? 'rehearse_note' : 'recorded_first')),
      field(page.say('code', { number }), input, { help: page.say('code_help'), ...page.wrong('code') }),
    ],
    next: {
      label: page.say(rehearsing ? 'rehearse_act' : 'card_act'),
      ready: () => draft.code.trim() !== '',
      act() {
        const wrong = wrongWithCard(pack, opened, number, draft.code)
        if (wrong !== undefined) page.refuse(wrong, 'code')
        else if (!rehearsing) {
          const text = signedRecord(pack, opened, reasons, new Date().toISOString())
          page.record = { text, number }
          page.saved = false
          page.go('record')
        } else if (rehearsed(pack, opened, draft.code)) {
          page.end()
          page.go('rehearsed')
        } else page.refuse('envelope_shut', 'code')
      },
    },
    other: {
      label: page.say('back'),
      act() {
        draft.code = ''
        if (rehearsing) draft.number = ''
        page.go('why')
      },
    },
  }
}

/** The record is handed over first; only then can the arm be opened. */
export function recordStep(page: Page): View {
  const { pack, opened } = open(page)
  const { record, draft } = page
  if (record === undefined) throw new Error('there is no record to be saved')
  const text = element('textarea', { rows: 9, readonly: true, dir: 'ltr', class: 'code record' })
  text.value = record.text
  const handed = () => {
    page.saved = true
    page.draw()
  }
  const name = `break-${String(record.number).padStart(3, '0')}-${pack.packId.slice(0, 6)}.counterseal-record`
  const file = URL.createObjectURL(new Blob([record.text], { type: 'application/octet-stream' }))
  const save = element('a', { href: file, download: name, class: 'button', onclick: handed }, page.say('record_save'))
  const copy = () => {
    text.select()
    if (document.execCommand('copy')) handed()
    else page.refuse('copy_refused')
  }
  return {
    title: page.say('record_title'),
    parts: [
      element('p', {}, page.say('record_lead')),
      element(
        'div',
        { class: 'row' },
        save,
        element('button', { type: 'button', onclick: copy }, page.say('record_copy')),
      ),
      element('p', { role: 'status', class: 'quiet' }, page.saved ? page.say('record_saved') : ''),
      field(page.say('record_text'), text),
    ],
    next: {
      label: page.say('arm_act', { number: record.number }),
      ready: () => page.saved,
      act() {
        const name = openArm(pack, opened, { ...record, code: draft.code })
        if (name === undefined) {
          page.refuse('envelope_shut')
          return
        }
        page.arm = { name, until: Date.now() + opened.content.armShownSeconds * 1000 }
        page.end()
        page.go('arm')
      },
    },
  }
}

/** The arm, large, for a set time. */
export function armStep(page: Page): View {
  const { record, arm } = page
  if (record === undefined || arm === undefined) throw new Error('there is no arm to be shown')
  const seconds = () => Math.max(0, Math.ceil((arm.until - Date.now()) / 1000))
  const left = element('strong', { role: 'timer' }, inDigits(seconds(), page.language))
  const cover = () => {
    clearInterval(timer)
    page.arm = undefined
    page.go('done')
  }
  const timer = setInterval(() => {
    left.textContent = inDigits(seconds(), page.language)
    if (page.step !== 'arm') clearInterval(timer)
    else if (seconds() === 0) cover()
  }, 250)
  return {
    title: page.say('arm_title', { number: record.number }),
    parts: [
      element('p', { class: 'arm' }, element('bdi', {}, arm.name)),
      element('p', {}, page.say('covers_in'), ' ', left),
    ],
    next: { label: page.say('cover'), ready: () => true, act: cover },
  }
}

/** What is to be done now; the same after either arm. */
export function doneStep(page: Page): View {
  const { record } = page
  return {
    title: page.say('done_title', { number: record?.number ?? dummyNumber }),
    parts: [
      element('p', {}, page.say('done_lead')),
      element(
        'ol',
        {},
        ...(['done_tell', 'done_take_in', 'done_envelope', 'done_close'] as const).map((word) =>
          element('li', {}, page.say(word)),
        ),
      ),
    ],
  }
}

/** Card 0 opened the dummy. */
export function rehearsedStep(page: Page): View {
  return {
    title: page.say('rehearsed_title'),
    parts: [element('p', {}, page.say('rehearsed_lead')), element('p', {}, page.say('done_close'))],
  }
}
