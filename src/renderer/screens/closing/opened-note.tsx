import { Alert, Text } from '@mantine/core'
import { IconFlag } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAnswer } from '../../api.ts'
import { useName } from '../../parts/person.tsx'
import { useSaid } from '../participant-words.ts'

/** On the way to an emergency break: the list was opened already, and these people can tell the arm. */
export function OpenedNote() {
  const { t } = useTranslation(['closing', 'emergency'])
  const said = useSaid()
  const nameOf = useName()
  const { answer } = useAnswer<'EndOfTrial'>({ type: 'EndOfTrial' })
  const [latest] = answer?.openings ?? []
  if (answer === undefined || latest === undefined) return null
  const known = new Set(answer.openings.flatMap(({ people }) => people))
  const people = [...known]
    .map((memberId) => `\u2068${nameOf(memberId)}\u2069`)
    .join(`${t('emergency:knowledge.comma')} `)
  return (
    <Alert color="amber" variant="light" mb="md" icon={<IconFlag aria-hidden />}>
      <Text fw={600}>{t('broken.title', { at: said.moment(latest.at) })}</Text>
      <Text>{t('broken.text', { people })}</Text>
    </Alert>
  )
}
