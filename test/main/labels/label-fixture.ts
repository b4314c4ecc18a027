/** A label of the registered trial with invented people and settings. */
import { codeFrom } from '../../../src/core/codes.ts'
import type { LabelContent } from '../../../src/main/labels/label.ts'

/** A code of eleven characters and its check character, from a fixed seed. */
export const syringeCode = codeFrom(Uint8Array.from([7, 22, 19, 3, 29, 11, 30, 8, 17, 2, 26]))
/** The serial of a print of it. */
export const serial = codeFrom(Uint8Array.from([14, 1, 31, 9, 25, 16, 4, 21, 12, 28, 6]))

/** A label as the practice study prints it, but for a real study. */
export const label: LabelContent = {
  practice: false,
  trial: {
    registryId: 'NCT06536712',
    shortName: { en: 'Exosomes after LAR', fa: 'اگزوزوم پس از جراحی رکتوم' },
  },
  contact: {
    name: { en: 'Dr S. M. Ahmadi Tafti', fa: 'دکتر سید محسن احمدی تفتی' },
    address: {
      en: 'Imam Khomeini Hospital Complex, Keshavarz Blvd, Tehran 1419733141, Iran',
      fa: 'مجتمع بیمارستانی امام خمینی، بلوار کشاورز، تهران، کدپستی 1419733141',
    },
    phone: '+98 21 6119 2000',
    emergencyPhone: '+98 912 000 0017',
  },
  investigator: { en: 'S. M. Ahmadi Tafti, MD', fa: 'دکتر سید محسن احمدی تفتی' },
  product: {
    en: 'hPMSC exosomes 1.0 × 10¹⁰ particles/mL or placebo',
    fa: 'اگزوزوم hPMSC با 1.0 × 10¹⁰ ذره در میلی‌لیتر یا دارونما',
  },
  form: { en: 'Solution in a prefilled syringe', fa: 'محلول در سرنگ آماده' },
  route: { en: 'Intraperitoneal', fa: 'داخل صفاقی' },
  volumeMicrolitres: 5500,
  storage: { en: '2 to 8 °C, do not freeze', fa: '2 تا 8 درجه، یخ نزند' },
  directions: {
    en: 'Give once at the end of surgery; see pharmacy manual, section 4',
    fa: 'یک بار در پایان جراحی؛ راهنمای داروخانه، بخش 4',
  },
  participantNumber: 7,
  syringeCode,
  syringeIndex: 1,
  syringeCount: 2,
  serial,
  useBefore: '2026-03-21T11:00:59.000Z',
  timeZone: 'Asia/Tehran',
}
