import type { PrintOccasion } from '../../../src/main/documents/document.ts'

/** A print of a real study, at a fixed moment. */
export const occasion: PrintOccasion = {
  practice: false,
  trial: {
    registryId: 'NCT06536712',
    shortName: { en: 'Exosomes after LAR', fa: 'اگزوزوم پس از جراحی رکتوم' },
  },
  head: '7K3M 9QWX 2',
  printedAt: '2026-03-20T06:15:00.000Z',
  printedBy: 'Maryam Rostami (pharmacist)',
  timeZone: 'Asia/Tehran',
}
