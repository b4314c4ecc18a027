/**
 * Tests that a site may start its own list from. Nothing here holds until somebody states it.
 *
 * The kinds of test are those of published releases of placental and umbilical MSC exosomes. A limit stands only where a
 * publication gives one; it is that publication's and not this trial's, whose limits are not published.
 */
import type { Both } from '../text.ts'
import type { CertificateTest, CertificateWord } from './certificate-tests.ts'
import type { Arm } from './settings.ts'

const published = 'Published criterion (Signal Transduct Target Ther 2025, s41392-025-02262-3), not this trial’s'
const labelled = `${published}: labelled number ±20 %; state the numbers of your label`
const unstated = 'No published limit; state your own'

function word(id: string, name: Both, method: string, expected: CertificateWord, source = published): CertificateTest {
  return { id, kind: 'word', name, method, expected, mandatory: true, source }
}

const sterility = word('sterility', { en: 'Sterility', fa: 'سترونی' }, '', 'negative')
const endotoxin: CertificateTest = {
  id: 'endotoxin',
  kind: 'number',
  name: { en: 'Endotoxin', fa: 'اندوتوکسین' },
  method: 'LAL',
  unit: 'EU/mL',
  upper: '<0.25',
  mandatory: true,
  source: published,
}

/** Proposed tests of each arm's product: the exosomes, and the shorter list of the placebo. */
export const proposedTests: Readonly<Record<Arm, readonly CertificateTest[]>> = {
  A: [
    {
      id: 'particles',
      kind: 'particles',
      name: { en: 'Particle concentration', fa: 'غلظت ذرات' },
      method: 'NTA',
      mandatory: true,
      source: labelled,
    },
    {
      id: 'protein',
      kind: 'protein',
      name: { en: 'Protein', fa: 'پروتئین' },
      method: 'BCA',
      mandatory: true,
      source: unstated,
    },
    {
      id: 'size_share',
      kind: 'number',
      name: { en: 'Particles of 50 to 400 nm', fa: 'سهم ذرات ۵۰ تا ۴۰۰ نانومتر' },
      method: 'NTA',
      unit: '%',
      lower: '>90',
      mandatory: true,
      source: published,
    },
    word('cd9', { en: 'CD9', fa: 'CD9' }, '', 'positive'),
    word('cd63', { en: 'CD63', fa: 'CD63' }, '', 'positive'),
    word('cd81', { en: 'CD81', fa: 'CD81' }, '', 'positive'),
    word('negative_marker', { en: 'Calnexin (negative marker)', fa: 'کالنکسین (نشانگر منفی)' }, '', 'negative'),
    sterility,
    word('mycoplasma', { en: 'Mycoplasma', fa: 'مایکوپلاسما' }, '', 'negative'),
    endotoxin,
  ],
  B: [sterility, endotoxin, word('appearance', { en: 'Appearance', fa: 'ظاهر' }, '', 'conforms', unstated)],
}
