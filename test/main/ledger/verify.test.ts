import { describe, expect, it } from 'vitest'
import { keyringDigest, signedMessage } from '../../../src/main/ledger/entry.ts'
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { verify } from '../../../src/main/ledger/verify.ts'
import { contentColumns, tamper } from './tampering.ts'
import { at, doseContents, draftOf, fill, memberRow, signingPair, type Written, writtenLedger } from './written.ts'

const last = 600

/** A closed ledger of three spans, altered by the statements. */
async function verified(...statements: string[]) {
  const written = writtenLedger()
  fill(written, last)
  written.ledger.close()
  tamper(written.path, ...statements)
  return verify(written.path)
}

/** The same file, replayed instead. */
async function replayed(...statements: string[]) {
  const written = writtenLedger()
  fill(written, last)
  written.ledger.close()
  tamper(written.path, ...statements)
  const opened = openLedger(written.path, { at, access: 'read' })
  if (!opened.ok) throw new Error('not opened')
  const outcome = await opened.ledger.replay({})
  opened.ledger.close()
  return outcome
}

const remove = (seq: number) => `DELETE FROM entry WHERE seq = ${seq}`
const renumberDown = (after: number) =>
  `UPDATE entry SET seq = -seq WHERE seq > ${after}; UPDATE entry SET seq = -seq - 1 WHERE seq < 0`
const renumberUp = (from: number) =>
  `UPDATE entry SET seq = -seq WHERE seq >= ${from}; UPDATE entry SET seq = -seq + 1 WHERE seq < 0`

const tamperings: [string, string[], { seq: number; what: string }][] = [
  ['its member', ["UPDATE entry SET member = 'eve' WHERE seq = 300"], { seq: 300, what: 'altered' }],
  ['its time', ["UPDATE entry SET at = '2027-01-01T00:00:00.000Z' WHERE seq = 257"], { seq: 257, what: 'altered' }],
  ['its meaning', ["UPDATE entry SET meaning = 'other' WHERE seq = 2"], { seq: 2, what: 'altered' }],
  ['its session', ['UPDATE entry SET session = NULL WHERE seq = 256'], { seq: 256, what: 'altered' }],
  ['its predecessor', ['UPDATE entry SET previous = zeroblob(32) WHERE seq = 256'], { seq: 256, what: 'altered' }],
  ['its hash', ['UPDATE entry SET hash = zeroblob(32) WHERE seq = 256'], { seq: 256, what: 'altered' }],
  ['a box', ['UPDATE entry SET stock = zeroblob(300) WHERE seq = 599'], { seq: 599, what: 'altered' }],
  [
    'the books of its boxes',
    ['UPDATE entry SET stock = clinic, clinic = stock WHERE seq = 9'],
    { seq: 9, what: 'altered' },
  ],
  ['a box taken away', ['UPDATE entry SET stock = NULL WHERE seq = 9'], { seq: 9, what: 'altered' }],
  ['a witness put there', ["UPDATE entry SET witness = 'bea' WHERE seq = 9"], { seq: 9, what: 'altered' }],
  ['a keyring row', ["UPDATE keyring SET content = '{}' WHERE position = 1"], { seq: 1, what: 'altered' }],
  ['a keyring row taken away', ['DELETE FROM keyring WHERE position = 1'], { seq: 1, what: 'altered' }],
  [
    'a keyring row put there',
    ["INSERT INTO keyring VALUES (300, 0, 'eve', 'member', '{}')"],
    { seq: 300, what: 'altered' },
  ],
]

describe('verifying', () => {
  it('P1 finds nothing wrong with a ledger that nobody touched', async () => {
    expect(await verified()).toMatchObject({ ok: true, entries: last, head: { seq: last } })
    expect(await replayed()).toMatchObject({ ok: true, head: { seq: last } })
  })

  it('P1 checks the signatures alone of a file whose chain was found right in opening it', async () => {
    const written = writtenLedger()
    fill(written, last)
    written.ledger.close()
    expect(await verify(written.path, { what: 'signatures' })).toMatchObject({ ok: true, entries: last })
    for (const [statement, seq] of [
      ['UPDATE entry SET signature = zeroblob(64) WHERE seq = 300', 300],
      ["UPDATE entry SET member = 'eve' WHERE seq = 257", 257],
      [remove(9), 9],
    ] as const) {
      tamper(written.path, statement)
      expect(await verify(written.path, { what: 'signatures' })).toMatchObject({ ok: false, bad: { seq } })
    }
  })

  it.each(tamperings)('P1 an altered entry is found and named: %s', async (_, statements, bad) => {
    expect(await verified(...statements)).toMatchObject({ ok: false, entries: bad.seq - 1, bad })
    expect(await replayed(...statements)).toMatchObject({ ok: false, bad })
  })

  it.each([
    ['leaving a gap', [remove(300)], 300],
    ['closing the gap', [remove(300), renumberDown(300)], 300],
    ['the first one', [remove(1)], 1],
    [
      'several',
      [
        'DELETE FROM entry WHERE seq BETWEEN 200 AND 280',
        'UPDATE entry SET seq = -seq WHERE seq > 280; UPDATE entry SET seq = -seq - 81 WHERE seq < 0',
      ],
      200,
    ],
  ])('P1 a removed entry is found and named: %s', async (_, statements, seq) => {
    expect(await verified(...statements)).toMatchObject({ ok: false, bad: { seq, what: 'removed' } })
    expect(await replayed(...statements)).toMatchObject({ ok: false, bad: { seq, what: 'removed' } })
  })

  it.each([
    [300, 301],
    [256, 257],
    [10, 500],
  ])('P1 reordered entries are found and named: %i and %i', async (one, other) => {
    const swap = `UPDATE entry SET seq = -1 WHERE seq = ${one}; UPDATE entry SET seq = ${one} WHERE seq = ${other}; UPDATE entry SET seq = ${other} WHERE seq = -1`
    expect(await verified(swap)).toMatchObject({ ok: false, bad: { seq: one, what: 'reordered' } })
  })

  it.each([
    [
      'a made-up one',
      `INSERT INTO entry SELECT 300, '${at}', 'ana', 'act', 1, NULL, NULL, zeroblob(32), randomblob(32), randomblob(64), NULL, NULL, NULL, NULL, NULL`,
    ],
    [
      'one that claims the right predecessor',
      'INSERT INTO entry SELECT 300, at, member, meaning, session, witness, keyring, (SELECT hash FROM entry WHERE seq = 299), randomblob(32), randomblob(64), NULL, NULL, clinic, NULL, NULL FROM entry WHERE seq = 301',
    ],
  ])('P1 an inserted entry is found and named: %s', async (_, insert) => {
    expect(await verified(renumberUp(300), insert)).toMatchObject({ ok: false, bad: { seq: 300, what: 'inserted' } })
  })

  it('P1 an entry below the first one is found', async () => {
    const insert = `INSERT INTO entry (seq, ${contentColumns}) SELECT 0, ${contentColumns} FROM entry WHERE seq = 5`
    expect(await verified(insert)).toMatchObject({ ok: false, bad: { seq: 0, what: 'inserted' } })
  })
})

/** A ledger, the last entry of which is made by the given hands. */
async function withLast(make: (written: Written) => Parameters<Written['ledger']['append']>[1]) {
  const written = writtenLedger()
  const { ledger } = written
  const drafts = make(written)
  for (const draft of drafts) ledger.append(ledger.head(), [draft])
  ledger.close()
  return verify(written.path)
}

describe('signatures', () => {
  it('P8 cannot be moved to another record', async () => {
    const moved = 'UPDATE entry SET signature = (SELECT signature FROM entry WHERE seq = 20) WHERE seq = 21'
    expect(await verified(moved)).toMatchObject({ ok: false, bad: { seq: 21, detail: 'signature' } })
  })

  it('P1 an entry signed by a stranger is found', async () => {
    const eve = signingPair(66)
    expect(await withLast((written) => [{ ...draftOf(written, 2, {}), sign: eve.sign }])).toMatchObject({
      bad: { seq: 2, detail: 'signature' },
    })
    expect(
      await withLast((written) => [{ ...draftOf(written, 2, {}), member: 'eve', session: null, sign: eve.sign }]),
    ).toMatchObject({
      bad: { seq: 2, detail: 'signer' },
    })
  })

  it('P1 nobody enrols themselves after the birth of the file', async () => {
    const eve = signingPair(66)
    const self = (written: Written) => [
      {
        ...draftOf(written, 2, {}),
        member: 'eve',
        session: null,
        sign: eve.sign,
        keyring: [memberRow('eve', eve.publicKey)],
      },
    ]
    expect(await withLast(self)).toMatchObject({ ok: false, bad: { seq: 2, detail: 'signer' } })
  })

  it('P1 a session key counts only if the own key vouched for it', async () => {
    const eve = signingPair(66)
    const row = {
      member: 'ana',
      kind: 'session' as const,
      content: JSON.stringify({ publicKey: eve.publicKey.toString('base64url') }),
    }
    const vouchedBySession = (written: Written) => [{ ...draftOf(written, 2, {}), keyring: [row] }]
    expect(await withLast(vouchedBySession)).toMatchObject({ ok: false, bad: { seq: 2, detail: 'session' } })
    const noSignIn = (written: Written) => [draftOf(written, 2, {}), { ...draftOf(written, 3, {}), session: 2 }]
    expect(await withLast(noSignIn)).toMatchObject({ ok: false, bad: { seq: 3, detail: 'session' } })
  })

  it('P10 a removed member signs nothing any more', async () => {
    const removal = (written: Written) => [
      { ...draftOf(written, 2, {}), keyring: [{ member: 'ana', kind: 'removed' as const, content: '{}' }] },
      draftOf(written, 3, {}),
    ]
    expect(await withLast(removal)).toMatchObject({ ok: false, bad: { seq: 3, detail: 'session' } })
  })

  it('P15 a witness who did not sign, or is not enrolled, is found', async () => {
    const bea = signingPair(2)
    const eve = signingPair(66)
    const enrol = (written: Written) => ({ ...draftOf(written, 2, {}), keyring: [memberRow('bea', bea.publicKey)] })
    const by = (member: string, sign: typeof bea.sign) => (written: Written) => [
      enrol(written),
      { ...draftOf(written, 3, {}), witness: { member, sign } },
    ]
    expect(await withLast(by('bea', bea.sign))).toMatchObject({ ok: true })
    expect(await withLast(by('bea', eve.sign))).toMatchObject({ ok: false, bad: { seq: 3, detail: 'witness' } })
    expect(await withLast(by('eve', eve.sign))).toMatchObject({ ok: false, bad: { seq: 3, detail: 'witness' } })
  })

  it('are checked on opening from the last checkpoint on', async () => {
    const written = writtenLedger()
    fill(written, 20)
    written.ledger.append(written.ledger.head(), [
      draftOf(written, 21, {}, 'lock'),
      draftOf(written, 22, doseContents(22)),
    ])
    written.ledger.close()
    const forged = (seq: number) => `UPDATE entry SET signature = zeroblob(64) WHERE seq = ${seq}`
    const replay = async () => {
      const opened = openLedger(written.path, { at, access: 'read' })
      if (!opened.ok) throw new Error('not opened')
      return opened.ledger.replay({}).finally(() => opened.ledger.close())
    }
    tamper(written.path, forged(5))
    expect(await replay()).toMatchObject({ ok: true })
    tamper(written.path, forged(21))
    expect(await replay()).toMatchObject({ ok: false, bad: { seq: 21, detail: 'signature' } })
    expect(await verify(written.path)).toMatchObject({ ok: false, bad: { seq: 5, detail: 'signature' } })
  })
})

describe('the encoding', () => {
  it('P1 tells apart keyring rows whose texts run together', () => {
    const row = (member: string, content: string) => [{ member, kind: 'grant' as const, content }]
    expect(keyringDigest(row('ab', 'c'))).not.toEqual(keyringDigest(row('a', 'bc')))
    expect(keyringDigest([...row('a', 'b'), ...row('c', 'd')])).not.toEqual(keyringDigest(row('a', 'bgrantcd')))
  })

  it('P8 binds a signature to its meaning', () => {
    expect(signedMessage(Buffer.alloc(32), 'release')).not.toEqual(signedMessage(Buffer.alloc(32), 'order'))
  })

  it('can be cancelled and tells how far it is', async () => {
    const written = writtenLedger()
    fill(written, last)
    const controller = new AbortController()
    controller.abort()
    expect(await verify(written.path, { signal: controller.signal })).toEqual({ ok: false, cancelled: true })
    expect(await written.ledger.replay({ signal: controller.signal })).toEqual({ ok: false, cancelled: true })
    const told: number[] = []
    await verify(written.path, { onProgress: (done) => told.push(done) })
    expect(told.at(-1)).toBe(last)
    written.ledger.close()
  })
})
