import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Fraction, inferences } from '../../core/clinic/inference.ts'
import { useStatus } from '../api.ts'
import classes from './break.module.css'
import { useSaid } from './participant-words.ts'

/** What the answer lets others infer (B15). Nobody blinded may know the blocks, so every size is said. */
export function BreakInfer() {
  const { t } = useTranslation('emergency')
  const said = useSaid()
  const settings = useStatus()?.settings
  const found = settings === undefined ? [] : inferences(settings)
  const share = ({ numerator, denominator }: Fraction) =>
    denominator === 1
      ? t('infer.certain')
      : t('infer.fraction', { numerator: said.count(numerator), denominator: said.count(denominator) })
  if (found.length === 0) return null
  return (
    <Alert color="gray" icon={<IconAlertTriangle aria-hidden />}>
      <Text>{t('infer.lead')}</Text>
      <dl className={classes.infer}>
        {found.map(({ members, opposite }) => (
          <div key={members ?? 'all'}>
            <dt>{members === undefined ? t('infer.no_blocks') : t('infer.block', { members: said.count(members) })}</dt>
            <dd>
              <bdi>{share(opposite)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <Text>{t('infer.so')}</Text>
    </Alert>
  )
}
