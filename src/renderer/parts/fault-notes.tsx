import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { onFault } from '../api.ts'
import { staying } from './stays.ts'

/** Says of every fault that nothing was written, with its number. */
export function FaultNotes() {
  const { t } = useTranslation('common')
  useEffect(
    () =>
      onFault((fault) =>
        notifications.show({
          color: 'red',
          ...staying(t('close')),
          title: t(`fault.${fault.kind ?? 'program'}`),
          message: t('fault.number', { number: fault.number ?? '0' }),
        }),
      ),
    [t],
  )
  return null
}
