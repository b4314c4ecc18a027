import { Button, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../core/decide.ts'
import { type NoticeAnswer, noticeAnswers } from '../../core/registry/events.ts'
import type { Task } from '../../core/tasks.ts'
import { useNavigate } from '../navigation.tsx'
import type { Fact } from '../parts/facts.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'

type TaskDialogProps = { readonly task: Task | undefined; onClose(): void; onDone?(): void }

/** Tasks that need no screen of their own: the answer to a notice, the statement of use, the statement of supply. */
export function TaskDialog({ task, onClose, onDone }: TaskDialogProps) {
  const { t } = useTranslation('work')
  const [answer, setAnswer] = useState<NoticeAnswer>()
  const command = task === undefined ? undefined : commandOf(task, answer)
  const navigate = useNavigate()
  // On the screen that shows them already, there is nowhere to go.
  const mayShowDoses = onDone === undefined
  const showDoses = () => {
    if (task !== undefined) navigate({ screen: 'held_doses', about: task.about })
  }
  const kind = task?.kind ?? 'restate_supply'
  const facts: Fact[] = [{ label: t('task.records'), value: t(`task.${kind}.records`) }]
  if (task?.kind === 'answer_notice')
    facts.push({ label: t('notice.answer'), value: answer === undefined ? '…' : t(`notice.${answer}.title`) })
  return (
    <SignDialog
      opened={task !== undefined}
      onClose={() => {
        setAnswer(undefined)
        onClose()
      }}
      command={command}
      title={t(`task.${kind}.title`)}
      facts={facts}
      {...(onDone === undefined ? {} : { onDone })}
      action={answer === undefined ? t(`task.${kind}.act`) : t(`notice.${answer}.act`)}
    >
      {task?.kind === 'answer_notice' ? (
        <Radio.Group
          label={t('notice.question')}
          description={t('notice.same')}
          value={answer ?? ''}
          onChange={(value) => setAnswer(noticeAnswers.find((one) => one === value))}
        >
          <Stack gap="sm" mt="sm">
            {noticeAnswers.map((one) => (
              <Radio key={one} value={one} label={t(`notice.${one}.title`)} description={t(`notice.${one}.text`)} />
            ))}
            {mayShowDoses ? (
              <Button variant="subtle" justify="start" onClick={showDoses}>
                {t('held.open')}
              </Button>
            ) : null}
          </Stack>
        </Radio.Group>
      ) : null}
    </SignDialog>
  )
}

function commandOf(task: Task, answer: NoticeAnswer | undefined): Command | undefined {
  if (task.kind === 'restate_supply') return { type: 'RestateSupply' }
  if (task.kind === 'state_use') return { type: 'StateUse' }
  if (task.kind === 'answer_notice' && answer !== undefined)
    return { type: 'AnswerNotice', noticeId: task.about, answer }
  return undefined
}
