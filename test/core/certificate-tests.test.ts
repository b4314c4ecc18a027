import { describe, expect, it } from 'vitest'
import type { CertificateTest } from '../../src/core/registry/certificate-tests.ts'
import { proposedTests } from '../../src/core/registry/proposed-tests.ts'
import { contradiction, StudySettings } from '../../src/core/registry/settings.ts'
import { settingsWith } from '../support/settings.ts'

const usual = settingsWith()

describe('the tests of a certificate in the settings', () => {
  const stating = (tests: readonly CertificateTest[]) => ({ ...usual, certificates: { A: [...tests], B: [] } })
  const [particles, protein, share] = usual.certificates.A as [CertificateTest, CertificateTest, CertificateTest]

  it('Q4 every test of the requirement is proposed, and each proposal names its source', () => {
    expect(proposedTests.A.map(({ id }) => id)).toEqual([
      'particles',
      'protein',
      'size_share',
      'cd9',
      'cd63',
      'cd81',
      'negative_marker',
      'sterility',
      'mycoplasma',
      'endotoxin',
    ])
    expect(proposedTests.B.map(({ id }) => id)).toEqual(['sterility', 'endotoxin', 'appearance'])
    for (const test of [...proposedTests.A, ...proposedTests.B]) {
      expect(test.source).toMatch(/not this trial’s|No published limit/)
      // What no publication gives a number for has none.
      if (/No published|±20 %/.test(test.source) && test.kind !== 'word')
        expect([test.lower, test.upper]).toEqual([undefined, undefined])
    }
    expect(contradiction(stating(proposedTests.A))).toBeUndefined()
  })

  it.each([
    ['a test that stands twice', [particles, particles], 1],
    ['two numbers of protein', [protein, { ...protein, id: 'protein_2' }], 1],
    ['a lower limit above the upper one', [{ ...share, lower: '>90', upper: '50' } as CertificateTest], 0],
  ])('may not contradict each other: %s', (_, tests, place) => {
    expect(contradiction(stating(tests))).toBe(`certificates.A.${place}`)
  })

  it('are strict about limits and words', () => {
    for (const wrong of [
      { ...share, lower: '90 %' },
      { ...share, lower: '<90' },
      { ...share, upper: '1,5' },
      { ...share, unit: '' },
      { ...share, kind: 'word', expected: 'sterile' },
      { ...share, id: 'Größe' },
    ])
      expect(StudySettings.safeParse(stating([wrong as CertificateTest])).success).toBe(false)
  })
})
