import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Channel, channels } from '../../../src/contract/channels.ts'
import { requests } from '../../../src/contract/requests.ts'
import { terms } from '../../../src/core/decide.ts'
import { refusalNames } from '../../../src/core/refusals.ts'
import { dispatcher } from '../../../src/main/dispatch.ts'
import { handlersOf } from '../../../src/main/handlers.ts'
import { LedgerFault } from '../../../src/main/ledger/fault.ts'
import { systemDice } from '../../../src/main/vault/dice.ts'
import { Counter } from '../../support/counter.ts'
import { breaking } from '../../support/facts.ts'
import { newFolder } from '../../support/folder.ts'
import { seed } from '../../support/seed.ts'
import { settingsWith } from '../../support/settings.ts'
import { passphraseOf, Site } from '../../support/site.ts'

const secret = 'SECRET-OF-ZAHRA'
let counter: Counter
beforeAll(async () => {
  const path = join(newFolder('memory'), 'study.counterseal')
  const site = await Site.ready({ members: ['cyrus', 'qamar', 'iman', 'dana', 'taha'], path })
  await site.order(1)
  site.study.close()
  counter = new Counter()
  expect(await counter.open(path)).toMatchObject({ ok: true })
})
afterAll(() => counter.desk.close())

const head = () => counter.desk.study?.head().seq

/** A reply is one of four things, and nothing else. */
function expectReply(reply: unknown): void {
  const { ok, ...rest } = reply as {
    ok: boolean
    value?: unknown
    refusal?: { rule: string }
    invalid?: string[]
    fault?: object
  }
  const [kind = '', ...more] = Object.keys(rest)
  expect(more).toEqual([])
  expect(kind === 'value').toBe(ok)
  if (kind === 'refusal') expect(refusalNames).toContain(rest.refusal?.rule)
  else if (kind === 'invalid') expect(rest.invalid?.every((path) => typeof path === 'string')).toBe(true)
  else if (kind !== 'value')
    expect(rest.fault).toEqual({
      number: expect.stringMatching(/^[0-9A-F]{6}$/),
      kind: expect.stringMatching(/^(disk|file|program)$/),
    })
}

const { study, arms, dose, label, labelSizes, contact } = settingsWith()
const labelSettings = { study, arms, dose, label, labelSizes, contact }
const example: { [C in Channel]: unknown[] } = {
  status: [undefined],
  choose: [{ purpose: 'open_study' }, { purpose: 'copy' }],
  create: [
    {
      file: 'token',
      settings: settingsWith(),
      founder: { name: 'Nika', login: 'nika', passphrase: passphraseOf('nika') },
    },
  ],
  labels: [{ settings: labelSettings }, { settings: settingsWith() }],
  printers: [{}, { use: { label: 'bag', printer: { way: 'zpl', name: 'Zebra', dotsPerInch: 203 } } }],
  open: [{ file: 'token' }],
  practice: [{ fresh: 'yes' }],
  close: ['now'],
  unlock: [{ login: 'nobody', passphrase: 'wrong wrong wrong' }],
  lock: [undefined],
  submit: [
    { command: { type: 'RestateSupply' } },
    { command: { type: 'ChangePassphrase' }, passphrase: 'a', chosen: 'b' },
    { command: breaking, passphrase: passphraseOf('iman') },
    { command: { type: 'ReportFailedBreak', breakId: 'x' } },
    { command: { type: 'EnrolParticipant', initials: '', answers: { age_18_to_75: 'yes' } } },
    { command: { type: 'ChangeSettings', settings: settingsWith(), reason: 'amendment' }, passphrase: 'x' },
    { command: { type: 'ImportAllocationList', madeBy: 'St', method: 'By', madeOn: '2026-01-01' }, file: 'token' },
    {
      command: {
        type: 'VerifyDose',
        doseId: 'x',
        vialCodes: ['a'],
        syringeCodes: [],
        finalMicrolitres: 5,
        entered: 'typed',
      },
      witness: { login: 'taha', passphrase: 'x' },
    },
    ...Object.keys(terms).map((type) => ({
      command: { type, reason: 'for the test', lotId: 'x', doseId: 'x', number: 1 },
    })),
  ],
  ask: [
    { question: { type: 'Today' } },
    { question: { type: 'ArmOf', number: 1 } },
    { question: { type: 'Find', text: 'abc' } },
    { question: { type: 'Participants', offset: 0, limit: 10 } },
    { question: { type: 'Syringes', offset: 0, limit: 10, search: 'a', state: 'prepared' } },
  ],
  trail: [{ limit: 5 }, { before: 3, limit: 200 }],
  document: [
    { document: { kind: 'once', token: 'x' }, as: 'view' },
    { document: { kind: 'labels', doseId: 'x' }, as: 'save' },
    { document: { kind: 'break_record', breakId: 'x' }, as: 'print' },
  ],
  logger: [{ file: 'token', storagePlace: 'Freezer 1', clock: 'site', otherLogger: false, columns: 100 }],
  stop: [undefined],
  camera: [{ open: true }, { open: false }],
  frame: [{ width: 2, height: 2, grey: new Uint8Array(4) }],
  strength: [{ passphrase: 'short', words: ['nika'] }],
  verify: ['now'],
  copy: [{ file: 'token' }],
  present: [{ unblinded: true }],
  link: [{ link: 'registration' }],
}

/** Any value at all, and values that are nearly right: a right one with one place changed, taken away or added. */
const odd = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }),
  fc.constant('__proto__'),
  fc.constant({ length: 1e9 }),
  fc.constant('\u202e\u0000'),
  fc.constant(-1),
  fc.constant(Number.NaN),
)

function changed(value: unknown, path: number[], by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return by
  const keys = Object.keys(value)
  const [first = 0, ...rest] = path
  const choice = first % (keys.length + 2)
  const key = keys[choice]
  if (Array.isArray(value)) return [...value.slice(0, choice), by, ...value.slice(choice + 1)]
  if (key === undefined) return choice === keys.length ? { ...value, unknown: by } : by
  if (rest.length === 0 || typeof (value as Record<string, unknown>)[key] !== 'object') {
    const { [key]: _, ...without } = value as Record<string, unknown>
    return first % 2 === 0 ? without : { ...without, [key]: by }
  }
  return { ...value, [key]: changed((value as Record<string, unknown>)[key], rest, by) }
}

const messageOf = (channel: Channel) =>
  fc.oneof(
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: fc.constantFrom(...example[channel]) },
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.constantFrom(...example[channel]), fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }), odd)
        .map(([right, path, by]) => changed(right, path, by)),
    },
  )

/** What these would do if they were right takes seconds each; it is tried elsewhere. */
const costly: readonly Channel[] = ['practice', 'verify', 'close']
const mayBeSent = (channel: Channel) => (message: unknown) =>
  !costly.includes(channel) || !requests[channel].safeParse(message).success

describe('the bridge', () => {
  it('P4 an unknown channel is invalid', async () => {
    for (const channel of ['', 'constructor', '__proto__', 'toString', 'Submit'])
      expect(await counter.send(channel, undefined)).toEqual({ ok: false, invalid: ['channel'] })
  })

  it('P4 a request that the check itself stumbles over is invalid, and no fault', async () => {
    // A list that is frozen once it is read is asked for, and what cannot be frozen comes.
    const message = { command: { type: 'RestateSupply' }, together: new Uint8Array(8) }
    expect(await counter.send('submit', message)).toEqual({ ok: false, invalid: [''] })
  })

  it.each(channels)('a malformed request of "%s" is answered with paths, never with what was sent', async (channel) => {
    const invented = { [channel]: secret }
    for (const message of [
      secret,
      5,
      null,
      [secret],
      invented,
      { ...invented, file: { secret } },
      { passphrase: [secret], command: { type: secret }, question: secret },
    ]) {
      const reply = await counter.send(channel, message)
      expect(reply).toMatchObject({ ok: false, invalid: expect.any(Array) })
      expect(JSON.stringify(reply)).not.toContain(secret)
    }
  })

  it.each(channels)(
    `P4 2,000 odd messages to "%s" give answers only, and write nothing without a sign-in (seed ${seed})`,
    async (channel) => {
      const before = head()
      await fc.assert(
        fc.asyncProperty(messageOf(channel).filter(mayBeSent(channel)), async (message) => {
          expectReply(await counter.send(channel, message))
        }),
        { seed, numRuns: 2_000 },
      )
      expect(head()).toBe(before)
      expect(counter.desk.study?.session).toBeUndefined()
    },
    60_000,
  )

  it.each(['submit', 'ask', 'trail', 'document', 'strength'] as const)(
    `P4 odd messages to "%s" of somebody who is signed in give answers only (seed ${seed})`,
    async (channel) => {
      counter.clock.wait(60)
      expect(await counter.send('unlock', { login: 'taha', passphrase: passphraseOf('taha') })).toMatchObject({
        ok: true,
      })
      await fc.assert(
        fc.asyncProperty(messageOf(channel), async (message) => {
          const reply = await counter.send(channel, message)
          expectReply(reply)
          // A message is never a fault of the program: whatever is sent, a rule or the schema answers.
          expect(reply).not.toHaveProperty('fault')
        }),
        { seed, numRuns: 500 },
      )
      expect(await counter.send('lock')).toMatchObject({ ok: true })
    },
    60_000,
  )
})

describe('faults', () => {
  const throwing = (error: unknown) =>
    dispatcher(
      {
        ...handlersOf(counter.desk),
        status: () => {
          throw error
        },
      },
      systemDice,
    )

  it('P12 carry a number and no content, on the bridge and in the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const error = new TypeError(`${secret} has arm exosome\n    at ${secret} (line 1)`)
    for (const thrown of [error, secret, { secret }, Object.assign(new Error(secret), { code: secret })]) {
      const reply = await throwing(thrown)('status', undefined)
      expectReply(reply)
      expect(reply).toMatchObject({ fault: { kind: 'program' } })
      expect(JSON.stringify(reply)).not.toContain(secret)
    }
    expect(log.mock.calls.length).toBe(4)
    expect(JSON.stringify(log.mock.calls)).not.toContain(secret)
    log.mockRestore()
  })

  it('of the file that a person can mend are refusals', async () => {
    for (const [code, rule] of [
      ['disk_full', 'disk_full'],
      ['read_only', 'file_not_writable'],
      ['vanished', 'file_not_found'],
      ['damaged', 'file_damaged'],
      ['head_moved', 'file_changed_elsewhere'],
      ['not_writable', 'read_only'],
    ] as const)
      expect(await throwing(new LedgerFault(code))('status', undefined)).toEqual({ ok: false, refusal: { rule } })
  })
})
