import { Alert, Button, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconFileAlert } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOnceDocument } from '../../parts/once-document.tsx'
import { RefusalNote } from '../../parts/refusal.tsx'
import { Outside } from '../outside.tsx'

/** Hands the recovery sheets over, once. Nothing goes on before somebody says where they are. */
export function RecoverySheets({ token, onDone }: { token: string; onDone(): void }) {
  const { t } = useTranslation(['study', 'common'])
  const { save, print, busy, handed, refusal } = useOnceDocument(token)
  const [kept, setKept] = useState(false)
  return (
    <Outside>
      <Paper withBorder p="xl" maw="44rem" w="100%">
        <Stack gap="md">
          <Title order={1} size="h2">
            {t('recovery.title')}
          </Title>
          <Text>{t('recovery.text')}</Text>
          <Alert color="gray" variant="light" icon={<IconFileAlert aria-hidden />}>
            {t('recovery.once')}
          </Alert>
          {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
          <Group>
            <Button variant={handed ? 'default' : 'filled'} onClick={print} loading={busy}>
              {t('recovery.print')}
            </Button>
            <Button variant="default" onClick={save} loading={busy}>
              {t('recovery.save')}
            </Button>
          </Group>
          <Checkbox
            label={t('recovery.kept')}
            checked={kept}
            disabled={!handed}
            onChange={(event) => setKept(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant={handed ? 'filled' : 'default'} disabled={!kept} onClick={onDone}>
              {t('recovery.goOn')}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </Outside>
  )
}
