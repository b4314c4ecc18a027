import { describe, expect, it } from 'vitest'
import { inventedWorksheets } from '../../src/main/practice/practice-worksheets.ts'
import {
  addStep,
  changeStep,
  type Draft,
  draftOf,
  makeAlike,
  moveStep,
  newStep,
  readDraft,
  removeStep,
} from '../../src/renderer/screens/worksheets/draft.ts'
import { settingsWith } from '../support/settings.ts'

const settings = settingsWith()
const pair = inventedWorksheets(settings)
const words = { en: 'Mix.', fa: 'مخلوط کنید.' }
const first = draftOf(pair)
const apart: Draft = { ...first, together: false }
const names = (draft: Draft, arm: 'A' | 'B') => draft[arm].map(({ name }) => name)

describe('a pair of worksheets while it is typed', () => {
  it('reads what was written as it was written, whatever digits it is typed in', () => {
    expect(readDraft(first, settings).sheets).toEqual(pair)
    const typed = changeStep(first, 'A', 2, { amounts: { microlitres: '۱٫۸', toleranceMicrolitres: '0,02' } })
    expect(readDraft(typed, settings).sheets).toEqual(pair)
  })

  it('Q7 changes both together, but for the words; or one alone, and then says in what they differ', () => {
    const amounts = { waitMinutes: '10', mostMinutes: '45' }
    expect(readDraft(changeStep(first, 'B', 1, { amounts }), settings).differences).toEqual([])
    const one = readDraft(changeStep(apart, 'B', 1, { amounts }), settings)
    expect(one.differences).toEqual([{ line: 2, problem: 'mostMinutes', values: { a: 30, b: 45 } }])
    expect(one.sheets).toBeUndefined()
    const worded = changeStep(first, 'B', 1, { instruction: words })
    expect(worded.A[1]?.instruction).toEqual(pair.A[1]?.instruction)
    expect(readDraft(worded, settings).sheets?.B[1]?.instruction).toEqual(words)
  })

  it('adds, moves and removes steps, and keeps them at the ends of their list', () => {
    const added = addStep(first, 'A', 1, newStep('mix', words))
    expect(names(added, 'B')[2]).toBe('mix')
    expect(readDraft(added, settings).sheets).toBeUndefined()
    expect(moveStep(moveStep(added, 'A', 2, -1), 'A', 1, 1)).toEqual(added)
    expect(moveStep(added, 'A', 0, -1)).toEqual(added)
    expect(names(moveStep(added, 'A', added.A.length - 1, 1), 'A')).toEqual(names(added, 'A'))
    expect(removeStep(added, 'B', 2)).toEqual(first)
    expect(names(removeStep(apart, 'B', 0), 'A')).toEqual(names(apart, 'A'))
  })

  it('makes one side as the other at a place, and keeps its words where it is the same kind of step', () => {
    const shorter = removeStep(apart, 'B', apart.B.length - 1)
    expect(readDraft(shorter, settings).differences.at(-1)?.problem).toBe('only_in_A')
    expect(readDraft(makeAlike(shorter, 'A', apart.A.length - 1), settings).sheets).toEqual(pair)
    expect(names(makeAlike(shorter, 'B', apart.A.length - 1), 'A')).toEqual(names(shorter, 'B'))
    const off = changeStep(apart, 'B', 0, { amounts: { vials: '3' } })
    expect(makeAlike(off, 'A', 0).B[0]?.instruction).toEqual(pair.B[0]?.instruction)
  })

  it('loses nothing that cannot be read: it stays as typed, and is no worksheet until it is mended', () => {
    const odd = changeStep(first, 'A', 0, { amounts: { vials: 'one' } })
    expect(odd.A[0]?.amounts.vials).toBe('one')
    expect(readDraft(odd, settings)).toMatchObject({ openCount: 2, differences: [] })
  })
})
