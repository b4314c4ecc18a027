/** Files of released versions, kept as they were written; every later version must open them (fixtures/README.md). */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { held } from '../../../src/core/session.ts'
import { passphraseOf } from '../../../src/main/demo/stage.ts'
import { verify } from '../../../src/main/ledger/verify.ts'
import { Study } from '../../../src/main/study.ts'
import { newFolder } from '../../support/folder.ts'
import { accepted, toolsWith } from '../../support/site.ts'

const frozen = join(import.meta.dirname, '../../fixtures/format-1/demo-0.1.0.counterseal')

it('P1 P14 a file of version 0.1.0 opens, verifies to the head it had, and takes its people and their work on', async () => {
  const path = join(newFolder('memory'), 'study.counterseal')
  copyFileSync(frozen, path)
  expect(await verify(path)).toMatchObject({ ok: true, entries: 339 })
  const study = accepted(await Study.open(path, toolsWith()))
  expect(study.shortHead()).toBe('0339-RV7B-27K8-J')
  for (const login of ['parisa', 'qamar', 'iman', 'taha']) {
    accepted(await study.unlock(login, passphraseOf(login)))
    const { registry, clinic } = held(study.session)
    expect(clinic?.participants.size ?? 20).toBe(20)
    // What version 0.1.0 did not ask is what the product proposes.
    expect(registry.settings).toMatchObject({
      emergency: { openWith: 'card', drillEveryDays: 180, armShownSeconds: 60 },
      unblindingPeopleCount: 2,
      labelSizes: { syringe: { widthMillimetres: 60, heightMillimetres: 30 } },
    })
    study.lock('asked')
  }
  study.close()
}, 60_000)
