import { useTranslation } from 'react-i18next'
import type { SyringeRow } from '../../core/clinic/answers.ts'
import { request } from '../api.ts'
import type { Scan } from './prepare-scan.tsx'

/** The syringe that a label leads to, or why this label is not to be used. */
type LabelOf = { readonly syringe: SyringeRow } | { readonly problem: string } | 'another'

/** Reads a scanned or typed label: a voided one is refused, and so is a bare code that could be that of a voided one. */
export function useLabelScan(): (scan: Scan, syringes: readonly SyringeRow[]) => Promise<LabelOf> {
  const { t } = useTranslation('refusals')
  return async ({ code }, syringes) => {
    const bySerial = syringes.find((one) => one.serial === code)
    if (bySerial !== undefined) return { syringe: bySerial }
    const byCode = syringes.find((one) => one.code === code)
    if (byCode !== undefined)
      return byCode.relabelled === true
        ? { problem: `${t('label_unclear.title')} ${t('label_unclear.next')}` }
        : { syringe: byCode }
    const found = await request('ask', { question: { type: 'Find', text: code } })
    const isVoid = found.ok && 'voided' in found.value && found.value.voided
    return isVoid ? { problem: `${t('label_void.title')} ${t('label_void.next')}` } : 'another'
  }
}
