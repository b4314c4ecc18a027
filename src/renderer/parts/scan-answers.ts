import { useSyncExternalStore } from 'react'
import type { ScanFault } from './scan-faults.ts'
import { sound } from './sounds.ts'

/** What came of the latest scan. */
export type ScanAnswer = {
  readonly id: number
  readonly isGood: boolean
  readonly fault?: ScanFault
  /** What the screen says is wrong with it. */
  readonly words?: string
  /** As it was cleaned; cut where it is longer than any code. */
  readonly code: string
  /** Characters that nobody can see and that were taken out. */
  readonly removed: number
}

const mostShown = 40
let latest: ScanAnswer | undefined
let count = 0
const listeners = new Set<() => void>()

function tell(answer: ScanAnswer | undefined): void {
  latest = answer
  for (const listener of listeners) listener()
}

/** Answers a scan: large on screen, read aloud, and with the sound of its kind. */
export function answerScan(answer: Omit<ScanAnswer, 'id' | 'isGood'>): void {
  const isGood = answer.fault === undefined && answer.words === undefined
  count += 1
  tell({ ...answer, code: answer.code.slice(0, mostShown), isGood, id: count })
  sound(isGood ? 'good' : 'bad')
}

/** Takes the answer off the screen. */
export function dismissScanAnswer(): void {
  if (latest !== undefined) tell(undefined)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The answer that is on screen. */
export function useScanAnswer(): ScanAnswer | undefined {
  return useSyncExternalStore(subscribe, () => latest)
}
