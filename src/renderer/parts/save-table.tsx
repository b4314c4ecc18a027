import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../../contract/requests.ts'
import type { Refusal } from '../../core/result.ts'
import { request } from '../api.ts'
import { RefusalNote } from './refusal.tsx'

type TableKind = Extract<Requests['document']['document'], { kind: `${string}_table` }>

/** Saves a table for other programs, and says that it was saved or why it was not. */
export function SaveTable({ document, action }: { document: TableKind; action: string }) {
  const { t } = useTranslation('dose')
  const [saved, setSaved] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const save = async () => {
    setSaved(false)
    setRefusal(undefined)
    const reply = await request('document', { document, as: 'save' })
    if (reply.ok) setSaved(reply.value.saved === true)
    else if ('refusal' in reply) setRefusal(reply.refusal)
  }
  return (
    <Group gap="sm">
      <Button variant="default" onClick={() => void save()}>
        {action}
      </Button>
      <Text role="status" className="quiet">
        {saved ? t('labels.saved') : ''}
      </Text>
      {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
    </Group>
  )
}
