import { Alert, Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconUserShare } from '@tabler/icons-react'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Submitted } from '../../contract/replies.ts'
import { useSubmit } from '../api.ts'
import { Countdown } from '../parts/countdown.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import classes from './break.module.css'
import { BreakAnswer } from './break-answer.tsx'
import { type Revelation, revelationOf } from './revelation.ts'

type HandOver = NonNullable<Submitted['handOver']>
type HandOverProps = { readonly handOver: HandOver; onOver(): void }
type Stage = 'hand' | 'turn' | Revelation | 'back'

/**
 * The clinician's turn: the investigator hands the screen over and turns away, the clinician says who they are and reads.
 * Until then there is nothing of the arm in this window. It fills the window, so that nobody works in another's sign-in.
 */
export function BreakHandOver({ handOver, onOver }: HandOverProps) {
  const { t } = useTranslation('emergency')
  const [stage, setStage] = useState<Stage>('hand')
  const names = { reader: handOver.reader, office: handOver.office, number: handOver.number }
  return (
    <Modal
      opened
      onClose={() => undefined}
      fullScreen
      withCloseButton={false}
      closeOnEscape={false}
      aria-label={t('turn.label')}
      transitionProps={{ duration: 0 }}
    >
      {typeof stage === 'object' ? (
        <BreakAnswer revelation={stage} onCovered={() => setStage('back')} />
      ) : (
        <div className={classes.turn}>
          {stage === 'hand' ? <Hand {...{ handOver, onOver }} onTurned={() => setStage('turn')} /> : null}
          {stage === 'turn' ? <Turn {...{ handOver, onOver }} onShown={setStage} /> : null}
          {stage === 'back' ? (
            <Stack gap="lg" maw="46rem">
              <Title order={1}>{t('turn.back_title')}</Title>
              <Text size="lg">{t('turn.back_text', names)}</Text>
              <Button size="lg" onClick={onOver} autoFocus>
                {t('turn.back_done')}
              </Button>
            </Stack>
          ) : null}
        </div>
      )}
    </Modal>
  )
}

/** The investigator's last sight of the screen: whom to give it to. */
function Hand({ handOver, onOver, onTurned }: HandOverProps & { onTurned(): void }) {
  const { t } = useTranslation('emergency')
  const { reader, office, number, endsAt } = handOver
  return (
    <Stack gap="lg" maw="46rem">
      <Title order={1}>{t('turn.hand_title', { reader })}</Title>
      <Alert color="gray" icon={<IconUserShare aria-hidden />}>
        <Text size="lg">{t('turn.hand_text', { reader, office, number })}</Text>
      </Alert>
      <Text>
        {t('turn.waits')} <Countdown until={endsAt} little={1} />
      </Text>
      <Group justify="space-between">
        <Cancel {...{ handOver, onOver }} />
        <Button size="lg" onClick={onTurned} data-autofocus>
          {t('turn.handed', { reader })}
        </Button>
      </Group>
    </Stack>
  )
}

/** The clinician's own words before anything is opened: who they are, and that nobody else looks. */
function Turn({ handOver, onOver, onShown }: HandOverProps & { onShown(revelation: Revelation): void }) {
  const { t } = useTranslation('emergency')
  const { submit, busy } = useSubmit()
  const [confirmation, setConfirmation] = useState('')
  const form = useFormRefusal(['confirmation'])
  const { reader, office, number, endsAt, breakId } = handOver
  const read = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || confirmation.trim() === '') return
    const reply = await submit({ type: 'ReadArm', breakId, confirmation: confirmation.trim() })
    if (reply.ok && reply.value.revealed !== undefined) onShown(revelationOf(reply.value.revealed, breakId))
    else if (!reply.ok && 'refusal' in reply) form.refuse(reply.refusal)
  }
  return (
    <form noValidate onSubmit={read}>
      <Stack gap="lg" maw="46rem">
        <Title order={1}>{t('turn.title', { reader })}</Title>
        <Text size="lg">{t('turn.text', { office, number })}</Text>
        <TextInput
          label={t('turn.confirm', { reader })}
          description={t('turn.confirm_help')}
          size="lg"
          value={confirmation}
          maxLength={80}
          autoComplete="off"
          autoFocus
          onChange={(event) => {
            form.clear()
            setConfirmation(event.currentTarget.value)
          }}
          {...form.field('confirmation')}
        />
        <Text>
          {t('turn.waits')} <Countdown until={endsAt} little={1} />
        </Text>
        {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
        <Group justify="space-between">
          <Cancel {...{ handOver, onOver }} />
          <Button type="submit" size="lg" loading={busy} disabled={confirmation.trim() === ''}>
            {t('turn.read')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Nobody takes the turn: that is recorded, and the code is forgotten. Once its time is over there is nothing to forget. */
function Cancel({ handOver, onOver }: HandOverProps) {
  const { t } = useTranslation('emergency')
  const { submit, busy } = useSubmit()
  const { breakId, endsAt } = handOver
  useEffect(() => {
    const timer = setTimeout(onOver, Math.max(0, Date.parse(endsAt) - Date.now()))
    return () => clearTimeout(timer)
  }, [endsAt, onOver])
  const end = async () => {
    await submit({ type: 'EndHandOver', breakId })
    onOver()
  }
  return (
    <Button variant="default" size="lg" onClick={end} loading={busy}>
      {t('turn.cancel')}
    </Button>
  )
}
