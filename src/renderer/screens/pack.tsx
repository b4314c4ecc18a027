import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { useStatus } from '../api.ts'
import { Code } from '../parts/code.tsx'
import { useOnceDocument } from '../parts/once-document.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { TakeInRecord } from './pack-record.tsx'
import { usePeople, useSaid } from './participant-words.ts'
import { DocumentButtons } from './prepare-labels.tsx'
import classes from './readiness.module.css'

type Made = { readonly token: string; readonly packId: string }

/** The emergency pack: which one is current, making one, its sheet for the safe, and records that come back. */
export function EmergencyPack({ answer }: { answer: Answers['Readiness'] }) {
  const { t } = useTranslation('pack')
  const people = usePeople()
  const member = useStatus()?.member
  const [signing, setSigning] = useState(false)
  const [made, setMade] = useState<Made>()
  const mayMake = member !== undefined && terms.MakeEmergencyPack.roles.includes(member.role)
  const mayTakeIn = member !== undefined && terms.TakeInPackRecord.roles.includes(member.role)
  const { pack, breakers, openWith, listSealed } = answer
  if (!mayMake && !mayTakeIn) return null
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('title')}
        </Title>
        <Text>{t('lead')}</Text>
        {openWith === 'secret' ? <RefusalNote refusal={{ rule: 'pack_needs_cards' }} /> : null}
        {pack === undefined ? null : <Latest pack={pack} />}
        <Group gap="sm">
          {mayMake && openWith === 'card' ? (
            <Button variant="light" onClick={() => setSigning(true)} disabled={!listSealed || breakers.length === 0}>
              {t(pack === undefined ? 'make' : 'make_anew')}
            </Button>
          ) : null}
          {mayTakeIn && pack !== undefined ? <TakeInRecord /> : null}
        </Group>
        {pack === undefined ? null : (
          <DocumentButtons document={{ kind: 'pack_sheet', packId: pack.packId }} print={t('print_sheet')} />
        )}
      </Stack>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={{ type: 'MakeEmergencyPack' }}
        title={t('make')}
        facts={[
          { label: t('opens_for'), value: breakers.map(({ memberId }) => people(memberId)).join(t('comma')) },
          { label: t('with'), value: t('with_passphrases') },
        ]}
        action={t('make_sign')}
        onDone={({ onceDocument, made: ids }) => {
          if (onceDocument !== undefined) setMade({ token: onceDocument, packId: String(ids['packId'] ?? '') })
        }}
      >
        <Text>{t('make_text')}</Text>
      </SignDialog>
      <Modal
        opened={made !== undefined}
        onClose={() => setMade(undefined)}
        title={t('save_title')}
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        {made === undefined ? null : <Saving made={made} onDone={() => setMade(undefined)} />}
      </Modal>
    </Paper>
  )
}

/** The pack that was made last, and what has changed since. */
function Latest({ pack }: { pack: NonNullable<Answers['Readiness']['pack']> }) {
  const { t } = useTranslation('pack')
  const people = usePeople()
  const said = useSaid()
  const current = pack.faults.length === 0
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      {current ? (
        <IconCircleCheck className={classes.good ?? ''} aria-label={t('current')} />
      ) : (
        <IconCircleDashed className={classes.missing ?? ''} aria-label={t('outdated')} />
      )}
      <Stack gap={2}>
        <Text fw={600}>
          {t('pack')} <Code value={pack.packId} />
        </Text>
        <Text size="sm" className="quiet">
          {t('made_by', { at: said.moment(pack.at), by: people(pack.by) })}
        </Text>
        {current ? (
          <Text size="sm" className="quiet">
            {t('current_text')}
          </Text>
        ) : (
          pack.faults.map((fault) => (
            <Text key={fault} size="sm">
              {t(`faults.${fault}`)}
            </Text>
          ))
        )}
      </Stack>
    </Group>
  )
}

/** Two files, saved side by side; they are in memory only and gone when this is closed. */
function Saving({ made, onDone }: { made: Made; onDone(): void }) {
  const { t } = useTranslation('pack')
  const { save, busy, handed, refusal } = useOnceDocument(made.token)
  return (
    <Stack gap="md">
      <Text>{t('save_text')}</Text>
      <Group gap="sm">
        <Button onClick={save} loading={busy} variant={handed ? 'default' : 'filled'} data-autofocus>
          {t('save')}
        </Button>
        <Text role="status" className="quiet">
          {handed ? t('saved') : ''}
        </Text>
      </Group>
      {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      <Text>{t('sheet_text')}</Text>
      <DocumentButtons document={{ kind: 'pack_sheet', packId: made.packId }} print={t('print_sheet')} />
      <Group justify="flex-end">
        <Button onClick={onDone} disabled={!handed}>
          {t('done')}
        </Button>
      </Group>
    </Stack>
  )
}
