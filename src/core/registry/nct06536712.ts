/**
 * The facts of NCT06536712 as registered, as a place to start a study's settings from.
 *
 * What the registration leaves open (dose, volumes, times, storage, label texts, contact) is not here: the site states
 * it, and the product never invents it. The transfusion criterion can only be known at the operation, so it is a reason
 * to withhold a dose and not a question at enrolment.
 */
import type { Criterion, StudySettings } from './settings.ts'

type Registered = {
  readonly study: Omit<StudySettings['study'], 'code'>
  readonly arms: StudySettings['arms']
  readonly investigator: StudySettings['contact']['investigator']
  readonly criteria: readonly Criterion[]
}

export const nct06536712: Registered = {
  study: {
    registryId: 'NCT06536712',
    ethicsId: 'IR.TUMS.IKHC.REC.1403.114',
    title: {
      en: 'Effects of exosome administration in preventing early leakage in rectal cancer patients undergoing low anterior resection',
      fa: 'اثر تجویز اگزوزوم در پیشگیری از نشت زودرس در بیماران مبتلا به سرطان رکتوم تحت عمل برداشتن قدامی تحتانی',
    },
    sponsor: { en: 'Tehran University of Medical Sciences', fa: 'دانشگاه علوم پزشکی تهران' },
    site: { en: 'Tehran', fa: 'تهران' },
    timeZone: 'Asia/Tehran',
  },
  arms: {
    A: {
      name: 'exosome',
      product: { en: 'hPMSC-derived exosomes', fa: 'اگزوزوم سلول بنیادی مزانشیمی جفت انسان' },
      plannedCount: 10,
    },
    B: { name: 'placebo', product: { en: 'Placebo', fa: 'دارونما' }, plannedCount: 10 },
  },
  investigator: { en: 'Seyed Mohsen Ahmadi Tafti, MD', fa: 'دکتر سید محسن احمدی تفتی' },
  criteria: [
    {
      id: 'age_18_to_75',
      kind: 'inclusion',
      text: { en: 'Age between 18 and 75 years', fa: 'سن بین ۱۸ تا ۷۵ سال' },
    },
    {
      id: 'stage_2_or_3',
      kind: 'inclusion',
      text: { en: 'Rectal cancer of stage II or III', fa: 'سرطان رکتوم در مرحلهٔ دو یا سه' },
    },
    {
      id: 'chemoradiation_given',
      kind: 'inclusion',
      text: { en: 'Neoadjuvant chemoradiation has been given', fa: 'شیمی‌درمانی و پرتودرمانی نئوادجوانت انجام شده است' },
    },
    {
      id: 'candidate_for_resection',
      kind: 'inclusion',
      text: { en: 'Candidate for low anterior resection', fa: 'کاندید عمل برداشتن قدامی تحتانی' },
    },
    {
      id: 'emergency_surgery',
      kind: 'exclusion',
      text: { en: 'Emergency surgery (peritonitis, obstruction)', fa: 'جراحی اورژانس (پریتونیت، انسداد)' },
    },
    {
      id: 'malnutrition',
      kind: 'exclusion',
      text: {
        en: 'Apparent malnutrition, or serum albumin below 3 g/dL',
        fa: 'سوءتغذیهٔ آشکار یا آلبومین سرم کمتر از ۳ گرم در دسی‌لیتر',
      },
    },
    {
      id: 'corticosteroids',
      kind: 'exclusion',
      text: {
        en: 'Corticosteroids at 5 mg of prednisolone equivalent per day or more',
        fa: 'مصرف کورتیکواستروئید معادل روزانه ۵ میلی‌گرم پردنیزولون یا بیشتر',
      },
    },
    {
      id: 'chronic_pulmonary_disease',
      kind: 'exclusion',
      text: { en: 'Chronic pulmonary disease', fa: 'بیماری مزمن ریوی' },
    },
  ],
}
