import { Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { latinDigits } from '../../core/text.ts'
import { useAnswer } from '../api.ts'
import { Empty } from '../parts/empty.tsx'
import classes from './break.module.css'
import type { BreakDraft } from './break-steps.tsx'
import { OpenedNote } from './closing/opened-note.tsx'
import { useSaid } from './participant-words.ts'

type WhoProps = { readonly draft: BreakDraft; onChange(changed: Partial<BreakDraft>): void; onChosen(): void }

/** Whose seal is to be broken: a number typed, or chosen from those who are enrolled. */
export function BreakWho({ draft, onChange, onChosen }: WhoProps) {
  const { t } = useTranslation('emergency')
  const said = useSaid()
  const [typed, setTyped] = useState(draft.number === undefined ? '' : said.number(draft.number))
  const { answer } = useAnswer<'Participants'>({ type: 'Participants', offset: 0, limit: 200 })
  const plain = latinDigits(typed.trim())
  const number = /^\d{1,6}$/.test(plain) ? Number(plain) : undefined
  const { answer: found, refusal } = useAnswer<'Participant'>(
    number === undefined || number < 1 || number > 200_000 ? undefined : { type: 'Participant', number },
  )
  const known = number !== undefined && found?.participant.number === number
  if (answer?.total === 0) return <Empty title={t('nobody_title')} next={t('nobody_next')} />
  const choose = (of: number) => {
    onChange({ number: of })
    onChosen()
  }
  return (
    <Stack gap="md">
      <OpenedNote />
      <TextInput
        label={t('number')}
        description={t('number_help')}
        value={typed}
        size="xl"
        maw="18rem"
        inputMode="numeric"
        autoFocus
        dir="ltr"
        data-field="number"
        onChange={(event) => {
          const next = latinDigits(event.currentTarget.value.trim())
          setTyped(event.currentTarget.value)
          const rows = answer?.rows ?? []
          const of = /^\d{1,6}$/.test(next) ? Number(next) : undefined
          const listed = of !== undefined && of <= (answer?.total ?? 0) && rows.length > 0
          onChange({ number: listed ? of : undefined })
        }}
        error={
          number !== undefined && refusal !== undefined && !known ? t('refusals:participant_unknown.title') : undefined
        }
      />
      {known && found !== undefined ? (
        <Text size="lg">
          {t('who_is', {
            number: said.number(number),
            initials: found.participant.initials || '–',
            at: said.moment(found.participant.enrolledAt),
          })}
        </Text>
      ) : null}
      <ul className={classes.people} aria-label={t('who_list')}>
        {(answer?.rows ?? []).map((row) => (
          <li key={row.number}>
            <UnstyledButton className={classes.person ?? ''} onClick={() => choose(row.number)}>
              <strong>{said.number(row.number)}</strong>
              <bdi className="quiet">{row.initials}</bdi>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Stack>
  )
}
