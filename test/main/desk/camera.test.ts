/** When the shell lets the window open the camera, and what becomes of its pictures. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Role, roles } from '../../../src/core/books.ts'
import { Counter } from '../../support/counter.ts'
import { passphraseOf, Site } from '../../support/site.ts'
import { type Person, people } from '../../support/trial.ts'

const site = Site.found({ members: (Object.keys(people) as Person[]).filter((person) => person !== 'ana') })
let counter: Counter

const signIn = (login: string) => counter.send('unlock', { login, passphrase: passphraseOf(login) })
const open = () => counter.send('camera', { open: true })
const close = () => counter.send('camera', { open: false })
const isOpen = () => counter.desk.camera.isOpenFor(counter.desk.study?.session)
const somebody = (role: Role) => (Object.keys(people) as Person[]).find((person) => people[person] === role)

/** Sends a picture in which there is a code; what is left of its bytes afterwards is told too. */
async function look(width = 3, height = 2, grey = new Uint8Array(6).fill(7)) {
  const reply = await counter.send('frame', { width, height, grey })
  return { reply, left: [...grey].filter((shade) => shade !== 0).length }
}

beforeEach(async () => {
  const { study, path } = await site
  study.close()
  counter = new Counter()
  await counter.open(path)
  counter.inPicture = 'CODE'
})
afterEach(() => counter.desk.close())

describe('the camera', () => {
  it('B3 is opened for those whose work asks for codes, and for nobody else', async () => {
    const who = roles.map((role) => [role, somebody(role)] as const)
    const opened: Role[] = []
    for (const [role, person] of who) {
      if (person === undefined) continue
      await signIn(person)
      const reply = (await open()) as { ok: boolean; refusal?: { rule: string } }
      if (reply.ok) opened.push(role)
      else expect(reply.refusal?.rule).toBe('role_may_not')
      expect(isOpen()).toBe(reply.ok)
    }
    expect(opened).toEqual(['pharmacist', 'checker', 'qa', 'pi', 'deputy_pi', 'theatre'])
  })

  it('B3 is closed without a press, when it is closed, and after two minutes', async () => {
    expect(await open()).toMatchObject({ refusal: { rule: 'signed_out' } })
    await signIn('ana')
    expect(isOpen()).toBe(false)
    await open()
    expect(isOpen()).toBe(true)
    await close()
    expect(isOpen()).toBe(false)
    await open()
    counter.clock.wait(1.9)
    expect(isOpen()).toBe(true)
    counter.clock.wait(0.1)
    expect(isOpen()).toBe(false)
  })

  it('B3 is closed by an unblinded view, and is not opened while there is one', async () => {
    await signIn('ana')
    await open()
    await counter.send('present', { unblinded: true })
    expect(isOpen()).toBe(false)
    expect(await open()).toMatchObject({ refusal: { rule: 'camera_while_unblinded' } })
    await counter.send('present', { unblinded: false })
    expect(isOpen()).toBe(false)
    expect(await open()).toMatchObject({ ok: true })
  })

  it('B3 is closed by locking, by the next person, and with the file', async () => {
    await signIn('ana')
    await open()
    await counter.send('lock')
    expect(isOpen()).toBe(false)
    await signIn('ana')
    expect(isOpen()).toBe(false)
    await open()
    await signIn('taha')
    expect(isOpen()).toBe(false)
    await open()
    await counter.send('close')
    expect(isOpen()).toBe(false)
    expect(await open()).toMatchObject({ refusal: { rule: 'no_file_open' } })
  })

  it('P4 looks at pictures only while it is open, and leaves nothing of them', async () => {
    expect(await look()).toMatchObject({ reply: { refusal: { rule: 'camera_not_open' } }, left: 0 })
    await signIn('ana')
    expect(await look()).toMatchObject({ reply: { refusal: { rule: 'camera_not_open' } }, left: 0 })
    await open()
    expect(await look()).toEqual({ reply: { ok: true, value: { text: 'CODE' } }, left: 0 })
    counter.inPicture = undefined
    expect(await look()).toEqual({ reply: { ok: true, value: {} }, left: 0 })
    await close()
    expect(await look()).toMatchObject({ reply: { refusal: { rule: 'camera_not_open' } }, left: 0 })
  })

  it('P4 takes no picture of another size than it says, none that is too large, and no bytes around it', async () => {
    await signIn('ana')
    await open()
    const around = new Uint8Array(8)
    for (const wrong of [
      { width: 3, height: 3, grey: new Uint8Array(6) },
      { width: 0, height: 2, grey: new Uint8Array(0) },
      { width: 1281, height: 1, grey: new Uint8Array(1281) },
      { width: 1, height: 961, grey: new Uint8Array(961) },
      { width: 1.5, height: 2, grey: new Uint8Array(3) },
      { width: 3, height: 2, grey: around.subarray(1, 7) },
      { width: 3, height: 2, grey: new Uint8Array(new SharedArrayBuffer(6)) },
      { width: 3, height: 2, grey: new Uint8ClampedArray(6) },
      { width: 3, height: 2, grey: [1, 2, 3, 4, 5, 6] },
      { width: 3, height: 2, grey: new Uint8Array(6), path: 'x' },
    ])
      expect(await counter.send('frame', wrong), JSON.stringify(wrong)).toHaveProperty('invalid')
    expect(await look(1280, 960, new Uint8Array(1280 * 960))).toMatchObject({ reply: { ok: true } })
  })
})

describe('one picture after the other', () => {
  it('P4 passes over what comes while one is looked at, and tells nothing once it was closed meanwhile', async () => {
    const { path } = await site
    const seen: ((text: string) => void)[] = []
    const codes = { read: () => new Promise<string>((resolve) => seen.push(resolve)), end: () => undefined }
    counter.desk.close()
    counter = new Counter(undefined, undefined, undefined, { codes })
    await counter.open(path)
    await signIn('ana')
    await open()
    const first = look()
    expect(await look()).toEqual({ reply: { ok: true, value: {} }, left: 0 })
    expect(seen).toHaveLength(1)
    await close()
    seen[0]?.('CODE')
    expect(await first).toMatchObject({ reply: { refusal: { rule: 'camera_not_open' } }, left: 0 })
  })
})
