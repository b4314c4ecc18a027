/**
 * A process that appends batches of three entries to a ledger until it is killed. Told: the path, and how many
 * milliseconds to rest between batches. Says "ready" when it has the file and "committed" after its first batch.
 */
import { flushCompileCache } from 'node:module'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { at, doseContents, draftOf, writtenKeys } from './written.ts'

const [path = '', rest = '0'] = process.argv.slice(2)
const opened = openLedger(path, { at })
if (!opened.ok || opened.access !== 'write') throw new Error(`appender: not opened: ${JSON.stringify(opened)}`)
const written = { ...writtenKeys(opened.ledger.fileId), ledger: opened.ledger }
// What opening puts off to the next turn is over then, and every moment that follows is one of a command.
await nextTurn()
// A killed process keeps nothing for the next one, so what was compiled is put away before.
flushCompileCache()
process.stdout.write('ready\n')
const firstBatch = Math.floor((written.ledger.head().seq - 1) / 3)
for (;;) {
  const head = written.ledger.head()
  const batch = Math.floor((head.seq - 1) / 3)
  const drafts = [1, 2, 3].map((step) =>
    draftOf(written, head.seq + step, doseContents(head.seq + step), `batch ${batch}`),
  )
  written.ledger.append(head, drafts)
  if (batch === firstBatch) process.stdout.write('committed\n')
  await pause(Number(rest))
}
