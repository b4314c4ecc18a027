import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnswer } from '../api.ts'
import { Facts } from '../parts/facts.tsx'
import { useBoth } from '../parts/language.ts'
import { RefusalNote } from '../parts/refusal.tsx'
import { UnblindedFrame } from '../parts/unblinded-frame.tsx'
import { ReasonDialog } from './participant-reason.tsx'

/** Shows the arm of one participant to somebody who holds the key; that they looked, and why, is recorded first. */
export function EnquireDialog({ number, opened, onClose }: { number: number; opened: boolean; onClose(): void }) {
  const { t } = useTranslation('dose')
  const [shown, setShown] = useState(false)
  return (
    <>
      <ReasonDialog
        opened={opened}
        onClose={onClose}
        title={t('enquire.title', { number })}
        text={t('enquire.text')}
        action={t('enquire.show')}
        command={(reason) => ({ type: 'EnquireArm', number, reason })}
        onDone={() => setShown(true)}
      />
      <Modal opened={shown} onClose={() => setShown(false)} fullScreen withCloseButton={false}>
        {shown ? <Arm number={number} onClose={() => setShown(false)} /> : null}
      </Modal>
    </>
  )
}

function Arm({ number, onClose }: { number: number; onClose(): void }) {
  const { t } = useTranslation('dose')
  const both = useBoth()
  const { answer, refusal } = useAnswer<'ArmOf'>({ type: 'ArmOf', number })
  return (
    <UnblindedFrame>
      <Stack gap="lg" p="xl">
        <Title order={2}>{t('participant', { number })}</Title>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
        {answer === undefined ? null : (
          <>
            <Text fz="3rem" fw={700} lh={1.2}>
              <bdi>{answer.armName}</bdi>
            </Text>
            <Facts facts={[{ label: t('enquire.product'), value: both(answer.product) }]} />
          </>
        )}
        <Group>
          <Button onClick={onClose} data-autofocus>
            {t('enquire.close')}
          </Button>
        </Group>
      </Stack>
    </UnblindedFrame>
  )
}
