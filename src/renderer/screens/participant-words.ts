import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Instant, IsoDate } from '../../core/time.ts'
import { useAnswer } from '../api.ts'
import { clockTime, dateInBoth, dayInBoth, digits, zoneName } from '../moments.ts'
import { useLanguage, useTimeZone } from '../parts/language.ts'

/** The names of the members by their ids, for lines that say who did something. */
export function usePeople(): (memberId: string) => string {
  const { answer } = useAnswer<'Members'>({ type: 'Members', offset: 0, limit: 200 })
  const names = useMemo(() => new Map(answer?.rows.map((member) => [member.memberId, member.name])), [answer])
  return useCallback((memberId) => names.get(memberId) ?? '…', [names])
}

/** Keeps a date of the other calendar from being turned around by the sentence that it stands in. */
function isolated(text: string): string {
  return `\u2066${text}\u2069`
}

/** Numbers, volumes and times as text, for sentences that quote them. */
export function useSaid() {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const timeZone = useTimeZone()
  const three = { minimumFractionDigits: 3, maximumFractionDigits: 3 }
  return {
    number: (value: number) => digits(value, language, { useGrouping: false }),
    count: (value: number) => digits(value, language),
    volume: (microlitres: number) => t('amount.millilitres', { volume: digits(microlitres / 1000, language, three) }),
    clock: (at: Instant) => clockTime(at, language, timeZone),
    moment: (at: Instant) => {
      const { first, second } = dateInBoth(at, language, timeZone)
      return language === 'fa'
        ? `${first} (${isolated(second)}) ${isolated(clockTime(at, language, timeZone))}`
        : `${first} (${second}) ${clockTime(at, language, timeZone)}`
    },
    day: (on: IsoDate) => {
      const { first, second } = dayInBoth(on, language)
      return language === 'fa' ? `${first} (${isolated(second)})` : `${first} (${second})`
    },
    zone: zoneName(timeZone, language),
  }
}
