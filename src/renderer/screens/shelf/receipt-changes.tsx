import { useTranslation } from 'react-i18next'
import type { ReceiptChange } from '../../../core/stock/lot.ts'
import { Code } from '../../parts/code.tsx'
import { useName } from '../../parts/person.tsx'
import { useSaid } from '../participant-words.ts'

/** What a field of a receipt holds, in words: a day, a count, degrees or a text as it was typed. */
export function useReceiptValue(): (field: ReceiptChange['field'], value: string | number) => string {
  const said = useSaid()
  return (field, value) => {
    if (value === '') return '–'
    if (typeof value === 'number') return said.count(value)
    if (field === 'expiresOn') return said.day(value)
    return field === 'arrivalCelsius' ? `\u2066${value} °C\u2069` : `\u2068${value}\u2069`
  }
}

type ChangesProps = {
  readonly changes: readonly (Omit<ReceiptChange, 'now'> & { readonly now?: string | number })[]
  readonly className?: string | undefined
}

/** What a receipt said, struck through, and what it says now where that stands beside it (A8). */
export function ReceiptChanges({ changes, className }: ChangesProps) {
  const { t } = useTranslation('stock')
  const written = useReceiptValue()
  return changes.map(({ field, was, now }) => (
    <span key={`${field} ${was}`} className={className}>
      {t(field === 'lotNumber' ? 'lot_number' : `receive.${field}`)}:{' '}
      <s className={field === 'expiresOn' || field === 'manufacturer' ? '' : 'nowrap'}>{written(field, was)}</s>
      {now === undefined ? null : <span className="nowrap"> {written(field, now)}</span>}
    </span>
  ))
}

/** Who corrected a receipt, when and why. */
export function useCorrectedBy(): (correction: { by: string; at: string; reason: string }) => string {
  const { t } = useTranslation('accounts')
  const nameOf = useName()
  const said = useSaid()
  return ({ by, at, reason }) => t('record.corrected', { name: nameOf(by), at: said.moment(at), reason })
}

/** Codes that were given at receipt and that no vial bears. */
export function NeverCame({ codes }: { codes: readonly string[] }) {
  return codes.map((code) => (
    <s key={code}>
      <Code value={code} />{' '}
    </s>
  ))
}
