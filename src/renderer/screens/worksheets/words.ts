import { useTranslation } from 'react-i18next'
import type { LineProblem } from '../../../core/result.ts'
import type { WrittenSheets } from '../../../core/stock/worksheets.ts'
import type { Both } from '../../../core/text.ts'
import { useStatus } from '../../api.ts'
import { languages } from '../../i18n/index.ts'
import { useSaid } from '../participant-words.ts'
import { type Draft, type DraftStep, draftOf, newStep, type StepName } from './draft.ts'

/** The words that are proposed for a new step, in both languages. */
export function useProposedWords(): (name: StepName) => Both {
  const { t } = useTranslation('worksheet')
  return (name) => {
    const [en = '', fa = ''] = languages.map((lng) => t(`proposed.${name}`, { lng }))
    return { en, fa }
  }
}

/** What somebody begins to write from: the pair before, or the steps that follow from the settings. */
export function useFirstDraft(): (before: WrittenSheets | undefined) => Draft {
  const words = useProposedWords()
  const dose = useStatus()?.settings?.dose
  return (before) => {
    if (before !== undefined) return draftOf(before)
    const step = (name: StepName, amounts: DraftStep['amounts'] = {}) => ({ ...newStep(name, words(name)), amounts })
    const steps = [
      step('take', { vials: String(dose?.vialsPerDose ?? '') }),
      ...(dose?.thawMinutes === 0 ? [] : [step('thaw', { waitMinutes: String(dose?.thawMinutes ?? '') })]),
      step('draw', { microlitres: String((dose?.drawMicrolitres ?? 0) / 1000), toleranceMicrolitres: '0' }),
      step('fill', { microlitres: String((dose?.finalMicrolitres ?? 0) / 1000), toleranceMicrolitres: '0' }),
      step('inspect'),
      step('sleeve'),
      step('label', { syringes: String(dose?.syringesPerDose ?? '') }),
    ]
    return { A: steps, B: steps, note: '', together: true }
  }
}

const volumes = new Set(['microlitres', 'toleranceMicrolitres', 'draw_volume', 'final_volume'])

/** In words what is wrong with a step, or in what the two differ. */
export function useProblemWords() {
  const { t } = useTranslation(['worksheet', 'dose'])
  const said = useSaid()
  const value = (problem: string, of: string | number | undefined) => {
    if (of === undefined || of === '–') return t('nothing_stated')
    if (typeof of === 'number') return volumes.has(problem) ? said.volume(of) : said.count(of)
    return of
  }
  return {
    difference: ({ problem, values = {} }: LineProblem): string => {
      if (problem.startsWith('only_in_')) return t(`difference.${problem}`)
      const kinds = (name: string | number | undefined) => t(`dose:steps.${name}`)
      const [a, b] =
        problem === 'name'
          ? [kinds(values['a']), kinds(values['b'])]
          : [value(problem, values['a']), value(problem, values['b'])]
      return problem === 'standard'
        ? t('difference.standard')
        : t('difference.amount', { what: t(`what.${problem}`), a, b })
    },
    problem: ({ problem, values = {} }: LineProblem): string =>
      t(`problem.${problem}`, { here: value(problem, values['here']), there: value(problem, values['there']) }),
  }
}
