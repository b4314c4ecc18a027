import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAllocationList } from '../../../src/main/imports/allocation-list.ts'
import { settingsWith } from '../../support/settings.ts'
import { accepted, listOf, Site } from '../../support/site.ts'

const settings = settingsWith()
const words = ['exosome', 'placebo', 'placebo', 'exosome', 'exosome', 'placebo']
const arms = ['A', 'B', 'B', 'A', 'A', 'B']
const rows = words.map((word, index) => `${index + 1},${word}`)
const right = `number,arm\n${rows.join('\n')}\n`
const bytes = (text: string) => new TextEncoder().encode(text)
const bom = '\uFEFF'
const utf16 = (text: string) =>
  Uint8Array.from(Array.from(text).flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]))
const utf16be = (text: string) =>
  Uint8Array.from(Array.from(text).flatMap((letter) => [letter.charCodeAt(0) >> 8, letter.charCodeAt(0) & 255]))

function problemsOf(file: Uint8Array) {
  const read = readAllocationList(file, settings)
  expect(read).toMatchObject({ ok: false, refusal: { rule: 'list_problems', field: 'file' } })
  return read.ok ? [] : (read.refusal.problems ?? [])
}
const of = (text: string) => problemsOf(bytes(text))
/** The right list with one line changed; line 1 is the header. */
const changed = (line: number, text: string) =>
  right
    .split('\n')
    .with(line - 1, text)
    .join('\n')

describe('an allocation list', () => {
  const persian = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)))
  const arabic = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)))
  it.each([
    ['as it should be', right],
    ['with a byte order mark', bom + right],
    ['with CRLF', right.replaceAll('\n', '\r\n')],
    ['with byte order mark, CRLF and semicolons', bom + right.replaceAll('\n', '\r\n').replaceAll(',', ';')],
    ['with no line end at its end', right.trimEnd()],
    ['with empty lines at its end', `${right}\n\r\n\n`],
    ['with Persian digits', persian(right)],
    ['with Arabic digits', arabic(right)],
    ['with cells in quotes, and spaces around', right.replaceAll('placebo', ' "placebo" ')],
    ['with capitals in header and arms', right.toUpperCase()],
    [
      'with its columns the other way round',
      `arm,number\n${words.map((word, index) => `${word},${index + 1}`).join('\n')}`,
    ],
    ['with leading zeros', right.replace(/^(\d)/gm, '00$1')],
    ['out of order', `number,arm\n${rows.toReversed().join('\n')}\n`],
  ])('is read %s', (_, text) => {
    expect(accepted(readAllocationList(bytes(text), settings)).arms).toEqual(arms)
  })

  it('is read with blocks and strata as its maker named them', () => {
    const text = `number,arm,block,stratum\n${words.map((word, index) => `${index + 1},${word},${index < 4 ? 'I' : 'II'},site`).join('\n')}`
    const read = accepted(readAllocationList(bytes(text), settings))
    expect(read.blocks).toEqual(['I', 'I', 'I', 'I', 'II', 'II'])
    expect(read.strata).toEqual(Array(6).fill('site'))
  })

  it('is read with the arm names of the settings, Persian ones too, in either Unicode form', () => {
    const persianArms = { A: { ...settings.arms.A, name: 'اگزوزوم آ' }, B: { ...settings.arms.B, name: 'دارونما' } }
    const named = { ...settings, arms: persianArms }
    const list = listOf(arms as ('A' | 'B')[], named)
    const text = new TextDecoder().decode(list)
    for (const form of ['NFC', 'NFD'] as const)
      expect(accepted(readAllocationList(bytes(text.normalize(form)), named)).arms).toEqual(arms)
    expect(readAllocationList(bytes(right), named).ok).toBe(false)
  })

  it('P14 keeps the fingerprint of the very bytes', () => {
    const fingerprint = (text: string) => accepted(readAllocationList(bytes(text), settings)).fingerprint
    expect(fingerprint(right)).toMatch(/^[0-9a-f]{64}$/)
    expect(fingerprint(right)).not.toBe(fingerprint(`${right}\n`))
  })
})

describe('what is wrong with a list', () => {
  it.each([
    ['an empty file', new Uint8Array(), 'file_empty'],
    ['nothing but white space', bytes(' \r\n\t\n '), 'file_empty'],
    ['a byte order mark alone', bytes(bom), 'file_empty'],
    ['UTF-16 with a mark', Uint8Array.from([0xff, 0xfe, ...utf16(right)]), 'file_utf16'],
    ['UTF-16, big end first, with a mark', Uint8Array.from([0xfe, 0xff, ...utf16be(right)]), 'file_utf16'],
    ['UTF-16 without a mark', utf16(right), 'file_utf16'],
    ['UTF-16, big end first, without a mark', utf16be(right), 'file_utf16'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 1, 2, 3, 255, 254]), 'file_binary'],
    [
      'a spreadsheet',
      Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 6, 8, ...bytes('xl/workbook.xml'.repeat(20)), 0xff]),
      'file_binary',
    ],
    ['text in another encoding', Uint8Array.from([...bytes('number,arm\n1,'), 0xc7, 0xd2, 0xe5]), 'file_binary'],
    ['more than a megabyte', bytes(right + ' '.repeat(1024 * 1024)), 'file_too_large'],
  ])('%s', (_, file, problem) => {
    expect(problemsOf(file)).toEqual([{ line: 0, problem }])
  })

  it('a megabyte and no more is still read to the end', () => {
    const file = bytes(right + '\n'.repeat(1024 * 1024 - right.length))
    expect(file.length).toBe(1024 * 1024)
    expect(accepted(readAllocationList(file, settings)).arms).toEqual(arms)
  })

  it.each([
    ['no header', rows.join('\n'), [{ line: 1, problem: 'header_missing' }]],
    ['a header without arms', 'number,group\n1,exosome', [{ line: 1, problem: 'header_missing' }]],
    [
      'a column too many',
      right.replaceAll('\n', ',\n').replace('number,arm,', 'number,arm,name'),
      [{ line: 1, problem: 'columns_extra' }],
    ],
    ['a column twice', `number,arm,arm\n${rows.join('\n')}`, [{ line: 1, problem: 'columns_extra' }]],
    ['a cell too many', changed(3, '2,placebo,x'), [{ line: 3, problem: 'columns_extra' }]],
    ['a cell too few', changed(3, '2'), [{ line: 3, problem: 'columns_extra' }]],
    ['an empty line within', changed(3, ''), [{ line: 3, problem: 'row_empty' }]],
    ['a number twice', changed(3, '1,placebo'), [{ line: 3, problem: 'number_duplicate', values: { number: 1 } }]],
    [
      'a number twice, in other digits',
      changed(3, '۱,placebo'),
      [{ line: 3, problem: 'number_duplicate', values: { number: 1 } }],
    ],
    ['no number', changed(4, ',placebo'), [{ line: 4, problem: 'number_missing' }]],
    ['no arm', changed(4, '3,'), [{ line: 4, problem: 'arm_missing' }]],
    ['an unknown arm', changed(4, '3,saline'), [{ line: 4, problem: 'arm_unknown' }]],
    ['number zero', changed(4, '0,placebo'), [{ line: 4, problem: 'number_not_whole' }]],
    ['a fraction', changed(4, '3.0,placebo'), [{ line: 4, problem: 'number_not_whole' }]],
    ['words for a number', changed(4, 'three,placebo'), [{ line: 4, problem: 'number_not_whole' }]],
    ['an endless number', changed(4, '3000000,placebo'), [{ line: 4, problem: 'number_not_whole' }]],
    ['a formula', changed(4, '3,=placebo'), [{ line: 4, problem: 'formula_cell' }]],
    ['a formula with plus', changed(4, '+3,placebo'), [{ line: 4, problem: 'formula_cell' }]],
    ['a negative number', changed(4, '-3,placebo'), [{ line: 4, problem: 'formula_cell' }]],
    ['a call', changed(4, '3,@SUM(A1)'), [{ line: 4, problem: 'formula_cell' }]],
  ])('%s is named with its line', (_, text, problems) => {
    expect(of(text)).toEqual(problems)
  })

  it('a quote that is never closed is named', () =>
    expect(of(changed(4, '3,"placebo')).map(({ problem }) => problem)).toEqual(['quotes_broken']))

  it('wrong totals and absent numbers are named for the list as a whole', () => {
    expect(of(changed(2, '1,placebo'))).toEqual([
      { line: 0, problem: 'totals_differ', values: { arm: 'exosome', found: 2, planned: 3 } },
      { line: 0, problem: 'totals_differ', values: { arm: 'placebo', found: 4, planned: 3 } },
    ])
    expect(of(changed(2, '7,exosome'))).toEqual([{ line: 0, problem: 'number_absent', values: { number: 1 } }])
    expect(of('number,arm\n').length).toBeGreaterThan(6)
  })

  it('every problem is told at once, in the order of the lines', () => {
    const found = of(['number,arm', '1,exosome', 'x,placebo', '2,=1+1', '', '1,exosome', '5,'].join('\n'))
    expect(found.map(({ line, problem }) => `${line} ${problem}`)).toEqual([
      '3 number_not_whole',
      '4 formula_cell',
      '5 row_empty',
      '6 number_duplicate',
      '7 arm_missing',
    ])
  })

  it('a thousand problems are cut to what a person can read, and a mountain of them does not hang', () => {
    const many = `number,arm\n${Array.from({ length: 30_000 }, (_, index) => `x${index},saline`).join('\n')}`
    const began = performance.now()
    expect(of(many).length).toBe(500)
    expect(of('number,arm\n999999,exosome').length).toBeLessThanOrEqual(500)
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  it('a megabyte of empty lines within does not hang either', () => {
    const began = performance.now()
    const file = bytes(`number,arm\n${'\n'.repeat(1024 * 1024 - 100)}1,exosome\n`)
    expect(problemsOf(file)[0]).toEqual({ line: 2, problem: 'row_empty' })
    expect(of(`${right}${'\n'.repeat(2_000)}7,exosome\n`)[0]).toEqual({ line: 8, problem: 'row_empty' })
    expect(of(`${right}${',\n'.repeat(2_000)}7,exosome\n`)[0]).toEqual({ line: 8, problem: 'row_empty' })
    expect(accepted(readAllocationList(bytes(`${right}${',\n'.repeat(20)}`), settings)).arms).toEqual(arms)
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  it('no problem quotes a cell: it could be an arm, or somebody’s name', () => {
    const secret = 'Zahra-Secret'
    for (const line of [`3,${secret}`, `${secret},placebo`, `3,=${secret}`, `3,"${secret}`, `3,placebo,${secret}`])
      expect(JSON.stringify(of(changed(4, line)))).not.toContain(secret)
    expect(JSON.stringify(of(`number,arm,${secret}\n`))).not.toContain(secret)
  })
})

describe('importing the list into a study', () => {
  let site: Site
  const command = {
    type: 'ImportAllocationList',
    madeBy: 'Statistician',
    method: 'Permuted',
    madeOn: '2026-02-01',
  } as const
  beforeAll(async () => {
    site = await Site.found({ members: ['iman', 'dana'] })
  })
  afterAll(() => site.study.close())

  /** Every file in the folder of the study, the write-ahead log too. */
  const everything = () => readdirSync(dirname(site.path)).map((name) => readFileSync(join(dirname(site.path), name)))

  it('stores nothing of a list that is refused, not even an entry', async () => {
    await site.signIn('ana')
    const { seq } = site.study.head()
    for (const file of [
      bytes(changed(4, '3,saline')),
      new Uint8Array(),
      utf16(right),
      bytes('x'.repeat(1024 * 1024 + 1)),
    ])
      expect(await site.try('ana', command, { file })).toMatchObject({ ok: false, refusal: { rule: 'list_problems' } })
    expect(await site.try('ana', command)).toMatchObject({ refusal: { rule: 'list_missing', field: 'file' } })
    expect(site.study.head().seq).toBe(seq)
  })

  it('B1 seals it, and leaves no line of it in the study file, its log or its folder', async () => {
    const marked = right
      .replace('number,arm', 'number,arm,block')
      .replaceAll(/(exosome|placebo)$/gm, '$1,Block-of-Shiraz')
    await site.act('ana', command, { file: bytes(marked) })
    for (const file of everything()) {
      for (const secret of [
        'Block-of-Shiraz',
        '1,exosome',
        '2,placebo',
        'AllocationListSealed',
        '"A","B","B"',
        'ABBAAB',
      ])
        expect(file.includes(Buffer.from(secret)), secret).toBe(false)
    }
    expect(readdirSync(dirname(site.path)).every((name) => name.startsWith('study.counterseal'))).toBe(true)
    site.study.lock('asked')
    await site.signIn('ana')
    expect(site.study.session?.allocation?.blocks).toContain('Block-of-Shiraz')
    expect(site.ask({ type: 'AllocationList' })).toMatchObject({ sealed: true, numberCount: 6 })
    expect(JSON.stringify(site.ask({ type: 'AllocationList' }))).not.toMatch(/exosome|placebo|Shiraz/)
  })

  it('refuses a second import without reading the file', async () => {
    const { size } = statSync(site.path)
    expect(await site.try('ana', command, { file: bytes('rubbish') })).toEqual({
      ok: false,
      refusal: { rule: 'list_already_sealed' },
    })
    expect(statSync(site.path).size).toBe(size)
  })
})
