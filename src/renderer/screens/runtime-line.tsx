import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../api.ts'

/** Which version runs, and on which runtime; the fallback for development is named as what it is. */
export function RuntimeLine() {
  const { t } = useTranslation('shell')
  const status = useStatus()
  if (status === undefined) return null
  const { version, runtime } = status
  return (
    <Text size="sm" className="quiet" ta="center">
      <bdi>{t('runtime.line', { version, electron: runtime.electron })}</bdi>
      {' · '}
      {t(runtime.development ? 'runtime.development' : 'runtime.official')}
    </Text>
  )
}
