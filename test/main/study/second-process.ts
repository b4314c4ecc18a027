/** Opens a study file that another process has open, and says what it was told. */
import { systemClock } from '../../../src/main/clock.ts'
import { Study } from '../../../src/main/study.ts'
import { systemDice } from '../../../src/main/vault/dice.ts'
import { feebleKdfCostForTests, startKdf } from '../../../src/main/vault/kdf.ts'

const kdf = startKdf()
const tools = { kdf, dice: systemDice, cost: feebleKdfCostForTests(), clock: systemClock }
process.stdout.write(JSON.stringify(await Study.open(process.argv[2] ?? '', tools)))
await kdf.stop()
