import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { LedgerFault } from '../../../src/main/ledger/fault.ts'
import { verify } from '../../../src/main/ledger/verify.ts'
import { newFolder } from '../../support/folder.ts'
import { doseContents, draftOf, writtenLedger } from './written.ts'

const folder = newFolder()

/** A disk of eight mebibytes; only the system's administrator may make one. */
function smallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const mounted = smallDisk()
afterAll(() => {
  if (mounted) execFileSync('umount', [folder])
})

describe.skipIf(!mounted)('a full disk', () => {
  it('is said, nothing is written, and it goes on when there is room again', async () => {
    const written = writtenLedger(join(folder, 'trial.counterseal'))
    const { ledger } = written
    const stuffing = join(folder, 'stuffing')
    for (let size = 4_000_000; size >= 4096; size = Math.floor(size / 2)) {
      try {
        writeFileSync(stuffing, Buffer.alloc(size), { flag: 'a' })
      } catch {
        // Full for this size; a smaller piece may still fit.
      }
    }
    const long = { text: 'x'.repeat(200_000) }
    const draft = (seq: number) => draftOf(written, seq, { ...doseContents(seq), registry: long })
    let fault: unknown = null
    let reached = ledger.head()
    for (let count = 0; count < 200 && fault === null; count++) {
      reached = ledger.head()
      try {
        ledger.append(reached, [draft(reached.seq + 1)])
      } catch (error) {
        fault = error
      }
    }
    expect(fault).toBeInstanceOf(LedgerFault)
    expect((fault as LedgerFault).code).toBe('disk_full')
    expect(ledger.head()).toEqual(reached)
    expect(await verify(ledger.path)).toMatchObject({ ok: true, entries: reached.seq })
    rmSync(stuffing)
    expect(ledger.append(reached, [draftOf(written, reached.seq + 1, {})])).toHaveLength(1)
    expect(await verify(ledger.path)).toMatchObject({ ok: true, entries: reached.seq + 1 })
    ledger.close()
  })
})
