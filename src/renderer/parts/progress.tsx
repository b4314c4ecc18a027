import { Progress, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pushed } from '../../contract/replies.ts'
import { onPushed } from '../api.ts'

type Work = Pushed['progress']['work']

/** How far a long work is, in numbers; nothing until the shell has said something of it. */
export function WorkProgress({ work }: { work: Work }) {
  const { t } = useTranslation('common')
  const [progress, setProgress] = useState<Pushed['progress']>()
  useEffect(() => onPushed('progress', (said) => (said.work === work ? setProgress(said) : undefined)), [work])
  if (progress === undefined) return null
  const { done, total } = progress
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
  const words = t(`work.${work}`, { done, total, percent })
  return (
    <Stack gap={4} role="status">
      <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label={words} />
      <Text size="sm" className="quiet">
        {words}
      </Text>
    </Stack>
  )
}
