import { useTranslation } from 'react-i18next'
import type { DoseRow } from '../../core/clinic/answers.ts'
import type { Answers } from '../../core/questions.ts'
import { request } from '../api.ts'
import { useSaid } from '../screens/participant-words.ts'
import type { Problem } from './scan.tsx'

/** What a code stands for. */
export type Identified = Answers['Find']

/** Asks what a code stands for; undefined where this person may open nothing by it. */
export async function identify(code: string): Promise<Identified | undefined> {
  const reply = await request('ask', { question: { type: 'Find', text: code } })
  return reply.ok && 'kind' in reply.value ? reply.value : undefined
}

/** What a step asks for. A vial to be used must stand on the shelf, in date. */
export type Wanted = 'vial' | 'usable_vial' | 'syringe'

/** Says what is wrong with an object that was scanned where another one is asked, or one that must not be used. */
export function useObjectProblem(): (found: Identified | undefined, wanted: Wanted) => Problem {
  const { t } = useTranslation(['scan', 'refusals'])
  return (found, wanted) => {
    if (found === undefined) return t('unknown')
    if (wanted === 'syringe') {
      if (found.kind !== 'syringe') return t(`wrong_object.${found.kind}_for_syringe`)
      if (found.voided) return t('void_label')
      if (found.isUnclear) return `${t('refusals:label_unclear.title')} ${t('refusals:label_unclear.next')}`
      return found.isOver ? t('in_use_over') : undefined
    }
    if (found.kind !== 'lot') return t(`wrong_object.${found.kind}_for_vial`)
    if (wanted === 'vial') return undefined
    if (found.isExpired) return t('vial_expired')
    return found.state === 'on_shelf' ? undefined : t('vial_not_on_shelf')
  }
}

/**
 * Says what is wrong with a code where a syringe of one dose is asked, and gives the syringe's own code where nothing is;
 * the serial of its label that holds stands for it too.
 */
export function useSyringeOf(dose: DoseRow): (code: string) => Promise<{ readonly problem: Problem; code: string }> {
  const { t } = useTranslation('scan')
  const said = useSaid()
  const problemOf = useObjectProblem()
  return async (scanned) => {
    const found = await identify(scanned)
    const problem = problemOf(found, 'syringe')
    if (found?.kind !== 'syringe') return { problem, code: scanned }
    const { code, number } = found
    // Whose it is comes first: what else is wrong with it is of no concern here.
    if (number !== dose.number)
      return { code, problem: t('wrong_participant', { number: said.number(number), asked: said.number(dose.number) }) }
    if (problem !== undefined) return { problem, code }
    const ours = dose.syringes.find((one) => one.code === code)
    if (ours === undefined) return { problem: t('other_dose'), code }
    const isWaiting = ['prepared', 'verified', 'released'].includes(ours.state)
    return { problem: isWaiting ? undefined : t('syringe_ended'), code }
  }
}
