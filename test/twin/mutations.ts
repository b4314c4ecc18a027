/**
 * Leaks that are planted on purpose, to prove that the twin test finds them: each line of the list of ways in which
 * blinds are broken by accident, where the program itself could make that mistake.
 *
 * A leak is planted by changing the source text of the product while it is loaded, in a process of its own.
 */

import { deskMutations } from './desk-mutations.ts'

/** A change to a source file; `find` must stand in it exactly as here. */
export type Edit = { readonly file: string; readonly find: string; readonly replace: string }

/** One planted leak, and the way of leaking that it stands for. */
export type Mutation = { readonly name: string; readonly leak: Leak; readonly edits: readonly Edit[] }

/** The ways in which blinds are broken by accident, as far as the program below the screens could break them. */
export const leaks = [
  'a lot number on a label, log or file name',
  'codes bound to the stock or to the arm',
  'a trail that shows the allocation',
  'a different limit, time or step for one arm',
  'a different time of preparation for one arm',
  'stock that falls when a dose is made',
  'what one arm lacks stops only that arm',
  'a notice that names a place or a lot',
  'a print job, file or page that names an arm',
  'an error text that names an arm',
  'rows, ids, order, lengths or sizes that differ by arm',
  'a column that was forgotten',
  'a break that tells others',
  'a follow-up after one result only',
  'a gate that is off for one arm',
  'a copy in the clear',
  'a book that holds what belongs to another',
] as const
export type Leak = (typeof leaks)[number]

const allocation = 'src/core/allocation/commands.ts'
const steps = 'src/core/allocation/steps.ts'
const study = 'src/main/study.ts'
const breaking = 'src/main/breaking.ts'
const questions = 'src/core/questions.ts'
const loggers = 'src/core/stock/logger-import.ts'

const startedFor = {
  file: allocation,
  find: '  const preparationId = context.id()\n  return accept({\n    clinic: [shown(',
}

/** Keeps the arm that was shown last where the program can reach it, as a leak through the memory of the program would. */
const rememberArm: Edit = {
  ...startedFor,
  replace: `  globalThis.lastArm = arm
  ;(globalThis.armOf ??= new Map()).set(dose.doseId, arm)
${startedFor.find}`,
}
/** What `rememberArm` has kept of a dose. */
const armOfDose = "String(globalThis.armOf?.get(doseId) ?? '')"

const finished = {
  file: allocation,
  find: `  const syringes = volumePerSyringe(final, dose.syringesPerDose).map((volumeMicrolitres) => ({
    syringeId: context.id(),
    code: context.code(),
    volumeMicrolitres,
  }))`,
}
const syringeWith = (inside: string): Edit => ({
  ...finished,
  replace: `  const syringes = volumePerSyringe(final, dose.syringesPerDose).map((volumeMicrolitres) => {
    const [syringeId, code] = [context.id(), context.code()]
    return ${inside}
  })`,
})

const labelPrinting = 'src/main/label-printing.ts'
const labelsReturned = {
  file: labelPrinting,
  find: '  if (syringe.ok && bag.ok) return accept({ labels, pages: { syringe: syringe.page, bag: bag.page } })',
}
/** Every step of a preparation as something else makes of it. */
const sheetWith = (step: string): Edit => ({
  file: steps,
  find: '  return stepsOf(preparation, { registry, stock: held(stock) })',
  replace: `  return stepsOf(preparation, { registry, stock: held(stock) }).map((step) => (${step}))`,
})

const armOfLabels = 'session.allocation?.arms[(dose?.number ?? 0) - 1]'
const labelsTitled = (title: string) =>
  `  if (syringe.ok && bag.ok) return accept({ labels, pages: { syringe: { ...syringe.page, title: ${title} }, bag: { ...bag.page, title: ${title} } } })`
const loaded = {
  file: steps,
  find: "    allocation: [{ type: 'StepRecorded', preparationId: preparation.preparationId, record }],",
}

export const mutations: readonly Mutation[] = [
  {
    name: 'a lot number on a label',
    leak: 'a lot number on a label, log or file name',
    edits: [
      {
        file: labelPrinting,
        find: '  const { syringe, bag } = await labelPages(labels, await desk.ports.fonts(), settings.labelSizes)',
        replace: `  const { preparationsByDose, preparations } = session.allocation
  const { lotId } = preparations.get(preparationsByDose.get(doseId))
  const { lotNumber } = session.stock.lots.get(lotId)
  const named = labels.map((one) => ({ ...one, form: { ...one.form, en: lotNumber } }))
  const { syringe, bag } = await labelPages(named, await desk.ports.fonts(), settings.labelSizes)`,
      },
    ],
  },
  {
    name: 'an arm in a line of the log',
    leak: 'a lot number on a label, log or file name',
    edits: [{ ...startedFor, replace: `  console.log('preparing', arm)\n${startedFor.find}` }],
  },
  {
    name: 'a lot number in the title of a print job',
    leak: 'a print job, file or page that names an arm',
    edits: [
      {
        ...labelsReturned,
        replace: `  const made = session.allocation.preparations.get(session.allocation.preparationsByDose.get(doseId))
  const { lotNumber } = session.stock.lots.get(made.lotId)
${labelsTitled('lotNumber')}`,
      },
    ],
  },
  {
    name: 'an arm in the title of a print job and the name of a file',
    leak: 'a print job, file or page that names an arm',
    edits: [
      {
        ...labelsReturned,
        replace: labelsTitled(`'labels ' + ${armOfLabels}`),
      },
    ],
  },
  {
    name: 'a syringe code that begins with the arm',
    leak: 'codes bound to the stock or to the arm',
    edits: [syringeWith('{ syringeId, code: preparation.arm + code.slice(1), volumeMicrolitres }')],
  },
  {
    name: 'syringe codes handed out in the order of the stock',
    leak: 'codes bound to the stock or to the arm',
    edits: [syringeWith('{ syringeId, code: preparation.vialCodes[0], volumeMicrolitres }')],
  },
  {
    name: 'the occasion of showing an arm says which',
    leak: 'a trail that shows the allocation',
    edits: [
      {
        file: allocation,
        find: "    clinic: [shown(dose.number, session.member.memberId, 'preparation')],",
        replace: "    clinic: [shown(dose.number, session.member.memberId, 'preparation', arm)],",
      },
    ],
  },
  {
    name: 'an allocation event filed in the clinic book',
    leak: 'a trail that shows the allocation',
    edits: [
      {
        file: study,
        find: '    const head = ledger.head()\n    const said: Events =',
        replace: `    const head = ledger.head()
    if (events.allocation?.[0]?.type === 'PreparationStarted')
      events = { ...events, clinic: [...events.clinic, { type: 'NoticePassed', noticeId: '', ...{ of: events.allocation[0].arm } }] }
    const said: Events =`,
      },
    ],
  },
  {
    name: 'a use-before that is later for one arm',
    leak: 'a different limit, time or step for one arm',
    edits: [
      {
        file: allocation,
        find: 'const useBefore = inUseUntil(session.registry.settings, drawnAt)',
        replace: [
          "const later = { ...dose, inUseMinutes: dose.inUseMinutes + (preparation.arm === 'A' ? 1 : 0) }",
          'const useBefore = inUseUntil({ ...session.registry.settings, dose: later }, drawnAt)',
        ].join('\n'),
      },
    ],
  },
  {
    name: 'a volume that is a microlitre more for one arm',
    leak: 'a different limit, time or step for one arm',
    edits: [
      syringeWith("{ syringeId, code, volumeMicrolitres: volumeMicrolitres + (preparation.arm === 'A' ? 1 : 0) }"),
    ],
  },
  {
    name: 'a longer wait for one arm',
    leak: 'a different time of preparation for one arm',
    edits: [
      sheetWith(
        "preparation.arm === 'A' && step.waitMinutes !== undefined ? { ...step, waitMinutes: step.waitMinutes + 5 } : step",
      ),
    ],
  },
  {
    name: 'a duration in the clinic book, of a preparation that thaws for one arm only',
    leak: 'a different time of preparation for one arm',
    edits: [
      sheetWith("preparation.arm === 'A' || step.waitMinutes === undefined ? step : { ...step, waitMinutes: 0 }"),
      syringeWith('{ syringeId, code, volumeMicrolitres, startedAt: preparation.startedAt }'),
    ],
  },
  {
    name: 'a written worksheet that mixes longer for one arm',
    leak: 'a different limit, time or step for one arm',
    edits: [sheetWith("preparation.arm === 'A' && step.name === 'mix' ? { ...step, waitSeconds: 5_400 } : step")],
  },
  {
    name: 'a draw posted to the stock book at once',
    leak: 'stock that falls when a dose is made',
    edits: [
      {
        ...loaded,
        replace: `${loaded.find}
    ...(record.vialCodes === undefined
      ? {}
      : { stock: [{ type: 'UseStated', used: [...record.vialCodes], wasted: [], doseCount: 1 }] }),`,
      },
    ],
  },
  {
    name: 'supply that counts what is left of the scarcer arm',
    leak: 'stock that falls when a dose is made',
    edits: [
      {
        file: 'src/core/stock/supply.ts',
        find: 'Math.floor((lot.suppliedVials - outOf(lot)) / settings.dose.vialsPerDose)',
        replace: 'Math.floor(lot.parts.on_shelf / settings.dose.vialsPerDose)',
      },
    ],
  },
  {
    name: 'a number of doses that counts those of one arm',
    leak: 'stock that falls when a dose is made',
    edits: [
      {
        file: steps,
        find: 'doses: outstandingDoses + 1 }',
        replace: "doses: outstandingDoses + (preparation.arm === 'A' ? 1 : 0) }",
      },
    ],
  },
  {
    name: 'a refusal for one arm only',
    leak: 'what one arm lacks stops only that arm',
    edits: [
      {
        ...startedFor,
        replace: `  if (arm === 'B' && allocation.preparations.size > 0) return refuse('stock_disagrees')\n${startedFor.find}`,
      },
    ],
  },
  {
    name: 'a hold that stops the doses of one arm only',
    leak: 'what one arm lacks stops only that arm',
    edits: [
      {
        file: 'src/core/stock/commands.ts',
        find: "    { type: 'NoticeRaised', noticeId: context.id() },\n  ])",
        replace: `    ...[{ type: 'NoticeRaised', noticeId: context.id() }].filter(() => found.value.product === 'A'),
  ])`,
      },
    ],
  },
  {
    name: 'an excursion that stops the doses of one arm only',
    leak: 'what one arm lacks stops only that arm',
    edits: [
      {
        file: loggers,
        find: 'touched.some(({ lotId }) => stock.lots.get(lotId)?.released !== undefined)',
        replace:
          "touched.some(({ lotId }) => stock.lots.get(lotId)?.released !== undefined && stock.lots.get(lotId)?.product === 'A')",
      },
    ],
  },
  {
    name: 'an excursion that asks what was used',
    leak: 'stock that falls when a dose is made',
    edits: [
      {
        file: loggers,
        find: '!isOver(known(stock.lots, lotId))',
        replace: '!isOver(known(stock.lots, lotId)) && known(stock.lots, lotId).parts.used % 2 === 0',
      },
    ],
  },
  {
    name: 'a notice that names the place of storage',
    leak: 'a notice that names a place or a lot',
    edits: [
      {
        file: 'src/core/stock/commands.ts',
        find: "{ type: 'NoticeRaised', noticeId: context.id() }",
        replace: "{ type: 'NoticeRaised', noticeId: context.id(), place: found.value.storagePlace }",
      },
    ],
  },
  {
    name: 'an arm in the values of a refusal',
    leak: 'an error text that names an arm',
    edits: [
      rememberArm,
      {
        file: study,
        find: "if (!mayDo(session, command.type)) return refuse('role_may_not')",
        replace:
          "if (!mayDo(session, command.type)) return refuse('role_may_not', { values: { why: String(globalThis.lastArm) } })",
      },
    ],
  },
  {
    name: 'a box that is not padded',
    leak: 'rows, ids, order, lengths or sizes that differ by arm',
    edits: [
      {
        file: 'src/main/vault/seal.ts',
        find: 'return (Math.floor(contentBytes / block) + 1) * block',
        replace: 'return contentBytes + 1',
      },
      {
        file: allocation,
        find: '        lotId: lot.lotId,\n        goodUntil',
        replace:
          '        lotId: lot.lotId,\n        product: session.registry.settings.arms[arm].product.en,\n        goodUntil',
      },
    ],
  },
  {
    name: 'an event more for one arm',
    leak: 'rows, ids, order, lengths or sizes that differ by arm',
    edits: [
      {
        file: allocation,
        find: "    clinic: [shown(dose.number, session.member.memberId, 'preparation')],",
        replace: `    clinic: [shown(dose.number, session.member.memberId, 'preparation')],
    registry: arm === 'A' ? [{ type: 'DocumentPrinted', document: 'worksheet', reason: '' }] : [],`,
      },
    ],
  },
  {
    name: 'keys in another order for one arm',
    leak: 'rows, ids, order, lengths or sizes that differ by arm',
    edits: [
      syringeWith(
        "preparation.arm === 'A' ? { syringeId, code, volumeMicrolitres } : { volumeMicrolitres, code, syringeId }",
      ),
    ],
  },
  {
    name: 'ids that are longer for one arm',
    leak: 'rows, ids, order, lengths or sizes that differ by arm',
    edits: [syringeWith("{ syringeId: syringeId + (preparation.arm === 'A' ? '0' : ''), code, volumeMicrolitres }")],
  },
  {
    name: 'doses sorted by arm',
    leak: 'rows, ids, order, lengths or sizes that differ by arm',
    edits: [
      rememberArm,
      {
        file: questions,
        find: '    .map((doseId) => doseRow(session, doseId))\n',
        replace: `    .map((doseId) => ({ arm: ${armOfDose}, row: doseRow(session, doseId) }))
    .sort((one, other) => (one.arm < other.arm ? -1 : one.arm > other.arm ? 1 : 0))
    .map(({ row }) => ({ ...row, surgeryAt: '' }))\n`,
      },
    ],
  },
  {
    name: 'a total that counts one arm twice',
    leak: 'rows, ids, order, lengths or sizes that differ by arm',
    edits: [
      rememberArm,
      {
        file: 'src/core/pages.ts',
        find: 'total: all.length }',
        replace: "total: all.length + (globalThis.lastArm === 'A' ? 1 : 0) }",
      },
    ],
  },
  {
    name: 'an envelope that is longer for one arm',
    leak: 'rows, ids, order, lengths or sizes that differ by arm',
    edits: [
      {
        file: 'src/main/vault/envelope.ts',
        find: '      arm: toText(locked),',
        replace: "      arm: toText(locked) + (arm === 'A' ? 'A' : ''),",
      },
    ],
  },
  {
    name: 'a dose that says its arm',
    leak: 'a column that was forgotten',
    edits: [
      rememberArm,
      {
        file: 'src/core/clinic/answers.ts',
        find: 'return {\n    ...dose,',
        replace: `return {\n    ...dose, product: ${armOfDose},`,
      },
    ],
  },
  {
    name: 'a notice of a break that says the arm',
    leak: 'a break that tells others',
    edits: [
      {
        file: breaking,
        find: '    if (signIn.session.registry.settings.emergency.participantLeavesAfterBreak) {',
        replace: `    await this.#door.act(signIn, { type: 'RecordPrint', document: 'break_record', reason: arm }, {})
    if (signIn.session.registry.settings.emergency.participantLeavesAfterBreak) {`,
      },
    ],
  },
  {
    name: 'a task that is there after one result only',
    leak: 'a follow-up after one result only',
    edits: [
      {
        file: breaking,
        find: '    if (reader === undefined) return this.#revealed(',
        replace: `    if (opened.value === 'B') await this.#door.act(signIn, failed.command, {}, failed.found)
    if (reader === undefined) return this.#revealed(`,
      },
    ],
  },
  {
    name: 'a notice that stops one arm only',
    leak: 'a gate that is off for one arm',
    edits: [
      {
        file: allocation,
        find: "  if (session.registry.openNoticeCount > 0) return refuse('notice_open')\n  const supplied",
        replace: `  if (session.registry.openNoticeCount > 0 && allocation.arms[dose.number - 1] === 'A') return refuse('notice_open')
  const supplied`,
      },
    ],
  },
  {
    name: 'a copy with the list beside it',
    leak: 'a copy in the clear',
    edits: [
      {
        file: study,
        find: "import type { TrailRow } from '../contract/replies.ts'",
        replace: "import { writeFileSync } from 'node:fs'\nimport type { TrailRow } from '../contract/replies.ts'",
      },
      {
        file: study,
        find: '    this.#ledger.copyTo(path)',
        replace: `    this.#ledger.copyTo(path)
    writeFileSync(\`\${path}.txt\`, String(this.session?.allocation?.arms))`,
      },
    ],
  },
  {
    name: 'a lot in the clinic book',
    leak: 'a book that holds what belongs to another',
    edits: [syringeWith('{ syringeId, code, volumeMicrolitres, lotId: preparation.lotId }')],
  },
  {
    name: 'a participant in the stock book',
    leak: 'a book that holds what belongs to another',
    edits: [
      {
        file: 'src/core/stock/commands.ts',
        find: "stock: [{ type: 'UseStated', ...stated, doseCount: allocation.unstatedDoses }],",
        replace: `stock: [
      {
        type: 'UseStated',
        ...stated,
        doseCount: allocation.unstatedDoses,
        of: stated.used
          .map((code) => allocation.preparations.get(allocation.unstated.get(code)?.preparationId ?? '')?.number)
          .join(),
      },
    ],`,
      },
    ],
  },
  {
    name: 'a record of the doses that came from the held lot, and of no others',
    leak: 'a trail that shows the allocation',
    edits: [
      {
        file: 'src/core/allocation/held-doses.ts',
        find: "const numbers = numbersShown(session)\n  if (numbers.length === 0) return refuse('no_dose_waits')",
        replace: `const numbers = waiting(session)
    .filter(({ doseId }) => {
      const { preparations, preparationsByDose } = held(session.allocation)
      const { lotId } = known(preparations, known(preparationsByDose, doseId))
      return stoppedLots(session).some((lot) => lot.lotId === lotId)
    })
    .map((dose) => dose.number)
  if (numbers.length === 0) return refuse('no_dose_waits')`,
      },
    ],
  },
  {
    name: 'a record of the given doses that came from the held lot, and of no others',
    leak: 'a trail that shows the allocation',
    edits: [
      {
        file: 'src/core/allocation/held-doses.ts',
        find: '[...waiting(session), ...given(session)]',
        replace: '[...waiting(session), ...givenFrom(session)]',
      },
    ],
  },
  {
    name: 'a certificate as long as the list of its product’s tests',
    leak: 'rows, ids, order, lengths or sizes that differ by arm',
    edits: [
      {
        file: 'src/main/session.ts',
        find: 'return isOfTests ? largeBlockBytes : blockBytes',
        replace: 'return blockBytes',
      },
    ],
  },
  ...deskMutations,
]
