/** What a receipt said and says, in the words of the accountability record: on paper and in tables (A8). */
import type { StruckReceipt } from '../../core/accounts/record.ts'
import type { ReceiptChange, ReceiptField } from '../../core/stock/lot.ts'
import type { Both } from '../../core/text.ts'

const fieldNames: Readonly<Record<ReceiptField, Both>> = {
  lotNumber: { en: 'Lot', fa: 'سری' },
  manufacturer: { en: 'Maker', fa: 'سازنده' },
  expiresOn: { en: 'Expiry', fa: 'انقضا' },
  arrivalCelsius: { en: 'On arrival, °C', fa: 'هنگام رسیدن، °C' },
  announcedVials: { en: 'Announced', fa: 'اعلام‌شده' },
  vialCount: { en: 'Counted', fa: 'شمرده‌شده' },
  damagedVials: { en: 'Damaged', fa: 'آسیب‌دیده' },
}

function named(field: ReceiptField, value: string | number): string {
  return `${fieldNames[field].en}: ${value === '' ? '–' : value}`
}

/** What it said before. */
export function wasInWords({ field, was }: Pick<ReceiptChange, 'field' | 'was'>): string {
  return named(field, was)
}

/** What it says now. */
export function nowInWords({ field, now }: ReceiptChange): string {
  return named(field, now)
}

/** Former values by the correction that struck them through. */
export function byCorrection(struck: readonly StruckReceipt[]): (readonly StruckReceipt[])[] {
  return [...Map.groupBy(struck, ({ at, by, reason }) => `${at} ${by} ${reason}`).values()]
}
