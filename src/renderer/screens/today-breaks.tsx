import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BreakNotice } from '../../core/clinic/knowledge.ts'
import { digits } from '../moments.ts'
import { useNavigate } from '../navigation.tsx'
import { useLanguage } from '../parts/language.ts'
import { Moment } from '../parts/moment.tsx'
import { useName } from '../parts/person.tsx'
import classes from './today.module.css'

/** That a blind was broken: whose, by whom and when; of what it was, nothing, and the same words after either arm (B9). */
export function BrokenBlinds({ breaks }: { breaks: readonly BreakNotice[] }) {
  const { t } = useTranslation('work')
  const language = useLanguage()
  const navigate = useNavigate()
  const nameOf = useName()
  if (breaks.length === 0) return null
  return (
    <section aria-label={t('breaks.title')}>
      <Title order={2} size="h4" className={classes.heading}>
        {t('breaks.title')}
      </Title>
      <ul className={classes.rows}>
        {breaks.map(({ breakId, number, by, at, unread, reader }) => (
          <li key={breakId}>
            <button
              type="button"
              className={classes.dose}
              onClick={() => navigate({ screen: 'participant', about: String(number) })}
            >
              <span className={classes.time}>
                <Moment at={at} />
              </span>
              <span>
                <Text component="span" fw={600}>
                  {t('breaks.broken', { number: digits(number, language) })}
                </Text>
                <Text component="span" size="sm" className="quiet" display="block">
                  {reader === undefined
                    ? t('breaks.by', { name: nameOf(by) })
                    : t(unread ? 'breaks.unread' : 'breaks.read', { name: nameOf(by), reader })}
                </Text>
              </span>
              <span className={classes.state}>{t('breaks.open')}</span>
            </button>
          </li>
        ))}
      </ul>
      <Text size="sm" className="quiet" mt={4}>
        {t('breaks.silence')}
      </Text>
    </section>
  )
}
