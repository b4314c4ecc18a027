import { alphabet, isCode } from '../../core/codes.ts'

/** What is wrong with a scan before anybody asks what it stands for. */
export type ScanFault =
  | 'too_long'
  | 'unreadable'
  | 'partial'
  | 'mistyped'
  /** Two codes ran into each other: two scanners at once, or one whose pause is too short. */
  | 'two_at_once'
  /** What waited for it is not on screen any more. */
  | 'moved_on'
  /** The former codes are still being looked up. */
  | 'too_fast'
  | 'no_code_here'

/** Characters of the codes that are made today. */
const codeLength = 12

/** What is wrong with a cleaned code by itself; undefined for a code whose check character fits. */
export function faultOf(code: string): ScanFault | undefined {
  // The check characters of two codes add up to those of one.
  if (runTogether(code)) return 'two_at_once'
  if (isCode(code)) return undefined
  if (code === '' || [...code].some((character) => !alphabet.includes(character))) return 'unreadable'
  return code.length < codeLength ? 'partial' : 'mistyped'
}

function runTogether(code: string): boolean {
  for (let cut = codeLength; cut <= code.length - codeLength; cut += 1)
    if (isCode(code.slice(0, cut)) && isCode(code.slice(cut))) return true
  return false
}
