import { useTranslation } from 'react-i18next'
import type { Step } from '../../core/allocation/worksheet.ts'
import { useSaid } from './participant-words.ts'

/** What a step plans, in a few words: vials, minutes, volume. Undefined where it plans nothing that is counted. */
export function usePlannedWords(): (step: Step) => string | undefined {
  const { t } = useTranslation('dose')
  const said = useSaid()
  return (step) => {
    const { vials, waitMinutes, mostMinutes, waitSeconds, times, microlitres, toleranceMicrolitres, syringes } = step
    if (vials !== undefined) return t('prepare.vials_count', { count: vials })
    if (waitMinutes !== undefined) {
      return mostMinutes === undefined
        ? t('prepare.minutes', { count: waitMinutes })
        : t('prepare.least_most', {
            least: said.count(waitMinutes),
            most: t('prepare.minutes', { count: mostMinutes }),
          })
    }
    if (waitSeconds !== undefined) return t('prepare.seconds', { count: waitSeconds })
    if (times !== undefined) return t('prepare.times', { count: times })
    if (syringes !== undefined) return t('prepare.syringes', { count: syringes })
    if (microlitres === undefined) return undefined
    const volume = said.volume(microlitres)
    return toleranceMicrolitres === undefined || toleranceMicrolitres === 0
      ? volume
      : t('prepare.tolerance', { volume, off: said.volume(toleranceMicrolitres) })
  }
}
