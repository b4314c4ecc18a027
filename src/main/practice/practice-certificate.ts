/** The invented certificate of a practice lot: what the proposed tests would find of a good one. */
import type { Command } from '../../core/decide.ts'
import type { StudySettings } from '../../core/registry/settings.ts'
import type { LotRow } from '../../core/stock/answers.ts'
import type { IsoDate } from '../../core/time.ts'

const inventedNumbers: Readonly<Record<string, string>> = {
  particles: '100000000000',
  protein: '420',
  size_share: '95.2',
  endotoxin: '<0.05',
}

/** Results that pass every test of the practice settings. */
export function inventedResults(settings: StudySettings, product: LotRow['product']): Record<string, string> {
  const found = (test: StudySettings['certificates']['A'][number]) =>
    test.kind === 'word' ? test.expected : (inventedNumbers[test.id] ?? '0')
  return Object.fromEntries(settings.certificates[product].map((test) => [test.id, found(test)]))
}

/** Enters the certificate of a lot of an invented study. */
export function inventedCertificate(
  settings: StudySettings,
  { lotId, product }: Pick<LotRow, 'lotId' | 'product'>,
  issuedOn: IsoDate,
  reference = 'Invented certificate',
): Extract<Command, { type: 'EnterCertificate' }> {
  const results = inventedResults(settings, product)
  return { type: 'EnterCertificate', lotId, reference, issuer: 'Invented laboratory', issuedOn, results, reason: '' }
}
