import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SyringeRow } from '../../core/clinic/answers.ts'
import { useNavigate } from '../navigation.tsx'
import { Volume } from '../parts/amount.tsx'
import { Code } from '../parts/code.tsx'
import classes from './syringe-list.module.css'
import { SyringeStateMark } from './syringe-state.tsx'

/** The syringes of one dose; each opens its chain of custody. */
export function SyringeList({ syringes }: { syringes: readonly SyringeRow[] }) {
  const { t } = useTranslation('dose')
  const navigate = useNavigate()
  return (
    <ul className={classes.list} aria-label={t('person.syringes')}>
      {syringes.map((syringe) => (
        <li key={syringe.syringeId}>
          <UnstyledButton
            className={classes.row ?? ''}
            onClick={() => navigate({ screen: 'syringe', about: syringe.syringeId })}
          >
            <Code value={syringe.code} />
            <Volume microlitres={syringe.volumeMicrolitres} />
            <SyringeStateMark state={syringe.state} />
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
