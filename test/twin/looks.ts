/**
 * What somebody can find out: everything that the contract lets them ask, with everything that is known in the world.
 *
 * There is no list of observables here. Channels, questions, commands and documents are taken from the contract.
 */
import { z } from 'zod'
import { type Channel, channels } from '../../src/contract/channels.ts'
import { requests } from '../../src/contract/requests.ts'
import { Command, terms } from '../../src/core/decide.ts'
import { Question } from '../../src/core/questions.ts'
import type { LabelSettings } from '../../src/core/registry/settings.ts'
import { storagePlaces } from '../../src/core/stock/logger-import.ts'
import { inventedWorksheets } from '../../src/main/practice/practice-worksheets.ts'
import { chanceFrom } from '../support/seed.ts'
import { eligible } from '../support/settings.ts'
import { type Person, people } from '../support/trial.ts'
import { type Pools, valuesOf } from './generator.ts'
import type { World } from './world.ts'

/**
 * Channels that are no questions: they end the sign-in or change what is open, so they belong to the story (`steps.ts`).
 * `practice` opens another, invented study that knows nothing of this one.
 */
const toldByTheStory: readonly Channel[] = ['create', 'open', 'practice', 'close', 'unlock', 'lock']

/** How many requests of one kind are sent at most in one look. */
const questionsAtMost = 24
const requestsAtMost = 2
const documentsAtMost = 4
const trailPage = 200

/** What is known in the world, by the name of the property that it would fill. Ids are as good as public. */
export function poolsOf(world: World): Pools {
  const { clinic, stock, allocation, registry } = world.books
  const codes = [...clinic.syringesByCode.keys()]
  const vials = [...stock.vials.keys()]
  const someVials = [...vials.slice(0, 3), ...vials.slice(-3)]
  const texts = [...codes, ...clinic.serials.keys(), ...someVials, ...clinic.participants.keys(), 'nothing']
  const cards = [...world.cards.values()]
  return {
    doseId: [...clinic.doses.keys(), 'nothing'],
    syringeId: [...clinic.syringes.keys(), 'nothing'],
    lotId: [...stock.lots.keys(), 'nothing'],
    importId: [...stock.temperatures.imports.keys(), 'nothing'],
    excursionId: [...stock.temperatures.excursions.keys(), 'nothing'],
    storagePlace: [...storagePlaces(stock), 'nowhere'],
    breakId: [...clinic.breaks.keys(), 'nothing'],
    batchId: [...clinic.batches.keys(), ...stock.batches.keys(), 'nothing'],
    noticeId: [...registry.notices.keys(), 'nothing'],
    certificateId: [...[...stock.certificates.values()].flat().map((one) => one.certificateId), 'nothing'],
    packId: [...clinic.packs.keys(), 'nothing'],
    memberId: [...registry.members.keys(), 'nothing'],
    preparationId: [...allocation.preparations.keys(), 'nothing'],
    vialCode: someVials,
    vialCodes: [someVials.slice(0, 1), someVials.slice(0, 2), []],
    syringeCodes: [codes.slice(0, 1), codes.slice(-2), []],
    number: [...clinic.participants.keys(), clinic.participants.size + 1],
    code: [...cards, 'nothing'],
    text: texts.map(String),
    search: texts.map(String),
    login: Object.keys(people),
    passphrase: ['lantern'],
    words: [['somebody']],
    token: [...world.tokens, 'nothing'],
    file: [...world.tokens, 'nothing'],
    results: [{}, { endotoxin: '<0.05', sterility: 'negative' }],
    answers: [eligible(world.settings)],
    settings: [world.settings, labelSettingsOf(world.settings)],
    serials: [[...clinic.serials.keys()].slice(0, 1), [...clinic.serials.keys()].slice(-2), ['nothing']],
    sheets: [inventedWorksheets(world.settings)],
    version: [1, stock.worksheets.length],
    offset: [0, 1],
    limit: [trailPage, 2],
    width: [2],
    height: [2],
    grey: [new Uint8Array(4)],
    before: [undefined, 3],
  }
}

function labelSettingsOf({ study, arms, dose, label, labelSizes, contact }: World['settings']): LabelSettings {
  return { study, arms, dose, label, labelSizes, contact }
}

/** Asks everything over every channel, as this person; the roll decides among what is too much to ask at once. */
export async function look(world: World, person: Person, roll: number): Promise<void> {
  if (!(await world.signIn(person))) return
  const chance = chanceFrom(roll)
  for (const channel of channels) {
    if (toldByTheStory.includes(channel)) continue
    for (const request of requestsOver(channel, world, person, chance)) await world.tell(person, channel, request)
  }
  await readTrail(world, person)
}

function requestsOver(channel: Channel, world: World, person: Person, chance: () => number): unknown[] {
  const pools = poolsOf(world)
  const wanted = (atMost: number) => ({ pools, chance, atMost })
  if (channel === 'ask')
    return optionsOf(Question).flatMap((option) =>
      valuesOf(option, wanted(questionsAtMost)).map((question) => ({ question })),
    )
  if (channel === 'submit')
    return optionsOf(Command)
      .flatMap((option) => valuesOf(option, wanted(1)) as Command[])
      .filter(({ type }) => !terms[type].roles.includes(people[person]))
      .map((command) => ({ command, passphrase: world.passphraseOf(person) }))
  return valuesOf(requests[channel], wanted(channel === 'document' ? documentsAtMost : requestsAtMost))
}

/** One command by chance, from the contract, with whatever is known in the world. */
export function anyCommand(world: World, chance: () => number): Command | undefined {
  const options = optionsOf(Command)
  const option = options[Math.floor(chance() * options.length)] as z.ZodType
  return valuesOf(option, { pools: poolsOf(world), chance, atMost: 1 })[0] as Command | undefined
}

/** The single requests of a union. */
export function optionsOf(union: z.ZodType): z.ZodType[] {
  return union instanceof z.ZodDiscriminatedUnion || union instanceof z.ZodUnion
    ? (union.options as z.ZodType[])
    : [union]
}

async function readTrail(world: World, person: Person): Promise<void> {
  for (let before: number | undefined; before !== 1; ) {
    const reply = await world.tell(person, 'trail', {
      limit: trailPage,
      ...(before === undefined ? {} : { before }),
    })
    const rows = (reply.value?.['rows'] ?? []) as { seq: number }[]
    before = rows.at(-1)?.seq ?? 1
  }
}
