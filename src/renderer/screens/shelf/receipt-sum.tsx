import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './shelf.module.css'

type SumProps = { readonly announced: number; readonly counted: number; readonly damaged: number }

/** What a package held, as a sum: from the delivery note to what goes into storage. Says nothing while it contradicts itself. */
export function ReceiptSum({ announced, counted, damaged }: SumProps) {
  const { t } = useTranslation('shelf')
  const missing = announced - counted
  if (missing < 0 || damaged > counted) return null
  return (
    <Text className={classes.sum ?? ''} role="status">
      {missing === 0
        ? t('receipt.sum', { announced, damaged, stored: counted - damaged })
        : t('receipt.sum_missing', { announced, missing, counted, damaged, stored: counted - damaged })}
    </Text>
  )
}
