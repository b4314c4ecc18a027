/**
 * The invented worksheets of the practice study, and of tests: a pair that a site could have written for this trial. What
 * the two arms share stands here once; only the words about the product are each its own.
 */
import type { StudySettings } from '../../core/registry/settings.ts'
import type { WrittenSheet, WrittenSheets, WrittenStep } from '../../core/stock/worksheets.ts'
import type { Both } from '../../core/text.ts'

/** Minutes after the least thawing time in which the vials must have been taken on. */
const graceMinutes = 20

const standard: Both = {
  en: 'Reference syringe S-1 on the shelf: clear to faintly milky, colourless, no flakes, no bubbles (invented)',
  fa: 'سرنگ مرجع S-1 روی قفسه: شفاف تا اندکی شیری، بی‌رنگ، بدون ذره و حباب (ساختگی)',
}

const vials: Readonly<Record<'A' | 'B', Both>> = {
  A: {
    en: 'Take the exosome vials out of the freezer with the cold gloves and scan them. (Invented for practice.)',
    fa: 'ویال‌های اگزوزوم را با دستکش سرما از فریزر بردارید و اسکن کنید. (ساختگی، برای تمرین)',
  },
  B: {
    en: 'Take the placebo vials out of the freezer with the cold gloves and scan them. (Invented for practice.)',
    fa: 'ویال‌های دارونما را با دستکش سرما از فریزر بردارید و اسکن کنید. (ساختگی، برای تمرین)',
  },
}

/** A pair that agrees with these settings. */
export function inventedWorksheets({ dose }: Pick<StudySettings, 'dose'>): WrittenSheets {
  return { A: sheet(vials.A, dose), B: sheet(vials.B, dose) }
}

function sheet(taking: Both, dose: StudySettings['dose']): WrittenSheet {
  const thaw: WrittenStep = {
    name: 'thaw',
    waitMinutes: dose.thawMinutes,
    mostMinutes: dose.thawMinutes + graceMinutes,
    instruction: {
      en: 'Leave the vials upright in the rack at room temperature. Do not warm them in the hand.',
      fa: 'ویال‌ها را ایستاده در دمای اتاق بگذارید. با دست گرمشان نکنید.',
    },
  }
  return [
    { name: 'take', vials: dose.vialsPerDose, instruction: taking },
    ...(dose.thawMinutes === 0 ? [] : [thaw]),
    {
      name: 'draw',
      microlitres: dose.drawMicrolitres,
      toleranceMicrolitres: 20,
      instruction: {
        en: 'Draw up slowly with the filter needle; no foam.',
        fa: 'با سوزن فیلتردار و آهسته بکشید؛ کف نکند.',
      },
    },
    {
      name: 'fill',
      microlitres: dose.finalMicrolitres,
      toleranceMicrolitres: 100,
      instruction: {
        en: 'Add phosphate-buffered saline up to the common volume.',
        fa: 'با بافر فسفات نمکی تا حجم مشترک برسانید.',
      },
    },
    {
      name: 'mix',
      times: 8,
      instruction: { en: 'Turn the syringe over gently. Do not shake.', fa: 'سرنگ را آرام سر و ته کنید. تکان ندهید.' },
    },
    {
      name: 'inspect',
      standard,
      instruction: {
        en: 'Hold the syringe beside the standard, against the black and the white half of the board.',
        fa: 'سرنگ را کنار استاندارد، در برابر نیمهٔ سیاه و سفید تخته بگیرید.',
      },
    },
    {
      name: 'sleeve',
      instruction: {
        en: 'Slide the amber sleeve over the barrel up to the flange.',
        fa: 'پوشش کهربایی را تا لبهٔ سرنگ روی بدنه بکشید.',
      },
    },
    {
      name: 'label',
      syringes: dose.syringesPerDose,
      instruction: {
        en: 'Finish, print the labels and stick each on its own syringe.',
        fa: 'پایان دهید، برچسب‌ها را چاپ کنید و هر کدام را روی سرنگ خودش بچسبانید.',
      },
    },
  ]
}
