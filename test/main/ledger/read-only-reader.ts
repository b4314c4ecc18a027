/** A process without rights: opens the ledger it is told and says what it got. Told: path, user id. */
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { at } from './written.ts'

const [path = '', user = '65534'] = process.argv.slice(2)
process.setuid?.(Number(user))
const opened = openLedger(path, { at })
const said = opened.ok
  ? { access: opened.access, seq: opened.ledger.head().seq, because: opened.access === 'read' && opened.because }
  : opened
console.log(JSON.stringify(said))
process.exit(0)
