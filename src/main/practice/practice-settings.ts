/**
 * The settings of the practice study: the registered facts of NCT06536712, and invented values for what it leaves open.
 *
 * Everything that the registration does not state is marked as invented in its own words. None of it is the trial's.
 */
import { nct06536712 } from '../../core/registry/nct06536712.ts'
import { proposedTests } from '../../core/registry/proposed-tests.ts'
import { proposed, type StudySettings } from '../../core/registry/settings.ts'

/** Settings for practising; `plannedPerArm` scales the invented trial. */
export function practiceSettings(plannedPerArm = 10): StudySettings {
  const { study, arms, criteria } = nct06536712
  return {
    study: { ...study, code: 'EXO-LAR' },
    arms: {
      A: { ...arms.A, plannedCount: plannedPerArm },
      B: { ...arms.B, plannedCount: plannedPerArm },
    },
    dose: {
      vialsPerDose: 1,
      vialMicrolitres: 2_000,
      drawMicrolitres: 1_800,
      finalMicrolitres: 10_000,
      syringesPerDose: 1,
      thawMinutes: 1,
      inUseMinutes: 240,
    },
    label: {
      product: {
        en: 'hPMSC exosomes (invented strength) or placebo',
        fa: 'اگزوزوم جفت انسان (قدرت ساختگی) یا دارونما',
      },
      form: { en: 'Solution for instillation', fa: 'محلول برای ریختن در حفره' },
      route: { en: 'Intraperitoneal', fa: 'داخل صفاقی' },
      storage: { en: 'Keep at 2 to 8 °C (invented)', fa: 'در دمای ۲ تا ۸ درجه (ساختگی)' },
      directions: { en: 'Give once, at the end of the resection', fa: 'یک بار، در پایان عمل برداشتن' },
    },
    contact: {
      name: { en: 'Practice pharmacy (invented)', fa: 'داروخانهٔ تمرینی (ساختگی)' },
      address: { en: '1 Example Street, Tehran (invented)', fa: 'تهران، خیابان نمونه، شماره ۱ (ساختگی)' },
      phone: '+98 21 0000 0000',
      emergencyPhone: '+98 21 0000 0001',
      investigator: { en: 'Dr Invented Investigator', fa: 'دکتر پژوهشگر ساختگی' },
    },
    criteria: [...criteria],
    certificates: inventedTests(),
    alerts: proposed.alerts,
    emergency: {
      openWith: 'card',
      permittedWhen: {
        en: 'Only when knowing the treatment changes how this participant is treated now. (Invented text for practice.)',
        fa: 'تنها وقتی که دانستن نوع درمان، مراقبت فوری همین شرکت‌کننده را تغییر دهد. (متن ساختگی برای تمرین)',
      },
      participantLeavesAfterBreak: false,
      drillEveryDays: 180,
      armShownSeconds: 60,
    },
    unblindingPeopleCount: 2,
    labelSizes: proposed.labelSizes,
    lockAfterSeconds: 180,
  }
}

/** The proposed tests, with an invented label number of particles and an invented limit of protein. */
function inventedTests(): StudySettings['certificates'] {
  const invented = { particles: { lower: '80000000000', upper: '120000000000' }, protein: { lower: '100' } }
  const source = 'Invented for practice'
  return {
    A: proposedTests.A.map((test) =>
      test.kind === 'particles' || test.kind === 'protein' ? { ...test, ...invented[test.kind], source } : test,
    ),
    B: [...proposedTests.B],
  }
}
