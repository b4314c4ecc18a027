import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alphabet, checkCharacter, codeFrom } from '../../src/core/codes.ts'
import { faultOf } from '../../src/renderer/parts/scan-faults.ts'
import { fastMilliseconds, type Heard, mostCharacters, type Press, Wedge } from '../../src/renderer/parts/wedge.ts'
import { seed } from '../support/seed.ts'

// A project's .tsx files are no sources of another one to the compiler; the path is therefore none that it reads.
const scanner = ['..', '..', 'src', 'renderer', 'parts', 'scan.tsx'].join('/')
const { cleanScan, removedFrom } = (await import(scanner)) as {
  cleanScan(raw: string): string
  removedFrom(raw: string): number
}
const code = codeFrom(Uint8Array.from({ length: 11 }, (_, index) => index * 7))
const other = codeFrom(Uint8Array.from({ length: 11 }, (_, index) => index * 5 + 3))
const key = (character: string, at: number, more: Partial<Press> = {}): Press => ({
  key: character,
  code: /[a-z]/i.test(character) ? `Key${character.toUpperCase()}` : '',
  at,
  ...more,
})

function type(wedge: Wedge, text: string, pace: number, from = 0): void {
  for (const [index, character] of [...text].entries()) wedge.press(key(character, from + index * pace))
}

/** What a keyboard says that is pressed at this pace, Enter last. */
function pressed(wedge: Wedge, text: string, pace: number, from = 0): Heard {
  type(wedge, text, pace, from)
  return wedge.press(key('Enter', from + [...text].length * pace))
}

describe('P7 a scanner', () => {
  it('is told from typing by its speed: the same keys, once by each', () => {
    expect(pressed(new Wedge(), code, 4)).toEqual({ what: 'scan', raw: code, tooLong: false })
    expect(pressed(new Wedge(), code, fastMilliseconds - 1)).toMatchObject({ what: 'scan', raw: code })
    expect(pressed(new Wedge(), code, fastMilliseconds)).toEqual({ what: 'hand' })
    expect(pressed(new Wedge(), code, 120)).toEqual({ what: 'hand' })
  })

  it('is heard right after somebody typed, and only what it sent', () => {
    const wedge = new Wedge()
    type(wedge, 'abc', 90)
    expect(pressed(wedge, code, 5, 400)).toMatchObject({ what: 'scan', raw: code })
  })

  it('is no Enter pressed in a hurry, no key that is held down, and no field that was left', () => {
    const hurried = new Wedge()
    type(hurried, '1200', 150)
    expect(hurried.press(key('Enter', 3 * 150 + 10))).toEqual({ what: 'hand' })
    const held = new Wedge()
    for (let at = 0; at < 600; at += 30) held.press(key('k', at, { repeat: at > 0 }))
    expect(held.press(key('Enter', 601))).toEqual({ what: 'hand' })
    const left = new Wedge()
    type(left, '12345', 5)
    left.press(key('Tab', 25))
    expect(left.press(key('Enter', 30))).toEqual({ what: 'hand' })
  })

  it('of capitals and small letters, on a Persian keyboard too, is one code', () => {
    const persian = new Wedge()
    persian.press({ key: 'ش', code: 'KeyA', at: 0 })
    persian.press({ key: 'ذ', code: 'KeyB', at: 4 })
    for (const [index, digit] of [...'۱۲'].entries()) persian.press({ key: digit, code: 'Digit1', at: 8 + index * 4 })
    const heard = persian.press(key('Enter', 18))
    expect(heard.what === 'scan' ? cleanScan(heard.raw) : heard).toBe('AB12')
  })

  it('that sends 5,000 characters is too long, and no more of it is kept than a code may have', () => {
    const heard = pressed(new Wedge(), 'A'.repeat(5_000), 2)
    expect(heard).toEqual({ what: 'scan', raw: 'A'.repeat(mostCharacters), tooLong: true })
  })

  it('separates the fields of an element string by a key with Ctrl', () => {
    const wedge = new Wedge()
    type(wedge, '2112', 4)
    wedge.press(key(']', 16, { ctrlKey: true }))
    wedge.press(key('7', 20))
    expect(wedge.press(key('Enter', 24))).toMatchObject({ what: 'scan', raw: '2112\u001d7' })
  })
})

describe('what a scan is cleaned of', () => {
  const unseen = ['\u202e', '\u2066', '\u200f', '\u200b', '\ufeff', '\u0000', '\u001b', '\u0007', '\u{e0041}']

  it('L8 control, bidirectional and invisible characters anywhere in it leave the code as it is, and are counted', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(code.length), fc.constantFrom(...unseen)), { minLength: 1 }), (put) => {
        let raw = code
        for (const [at, character] of put) raw = `${raw.slice(0, at)}${character}${raw.slice(at)}`
        // A half of a character is no character; what was put into the middle of one falls apart.
        fc.pre(raw.isWellFormed())
        expect(cleanScan(raw)).toBe(code)
        expect(removedFrom(raw)).toBe(put.length)
      }),
      { seed, numRuns: 300 },
    ))

  it('what only separates is not counted, and dress is none of it', () => {
    for (const raw of [`\u001d${code}\u0004`, ` ${code.toLowerCase()} `, code.replace(/(.{4})/g, '$1-')]) {
      expect(cleanScan(raw)).toBe(code)
      expect(removedFrom(raw)).toBe(0)
    }
  })
})

describe('what is wrong with a scan', () => {
  it('is nothing with a code', () => expect(faultOf(code)).toBeUndefined())

  it('L8 is one character that does not fit, whichever', () => {
    for (const [at, right] of [...code].entries())
      for (const wrong of alphabet)
        if (wrong !== right) expect(faultOf(`${code.slice(0, at)}${wrong}${code.slice(at + 1)}`)).toBe('mistyped')
  })

  it('is a part of it, whatever was cut off, except where by chance that is a code itself', () => {
    for (let length = 1; length < code.length; length += 1) {
      const part = code.slice(0, length)
      const isWhole = length > 1 && checkCharacter(part.slice(0, -1)) === part.at(-1)
      expect(faultOf(part)).toBe(isWhole ? undefined : 'partial')
    }
  })

  it('is two codes in one', () => expect(faultOf(`${code}${other}`)).toBe('two_at_once'))

  it('is what has no meaning at all', () => {
    for (const garbage of ['', '####', 'ویال', 'UUUU', `${code}!`, '🙂🙂🙂🙂'])
      expect(faultOf(garbage)).toBe('unreadable')
  })
})
