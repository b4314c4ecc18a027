import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconAlertOctagon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OpenFile } from '../../contract/replies.ts'
import { request } from '../api.ts'
import { digits } from '../moments.ts'
import { CopyFile } from '../parts/copy-file.tsx'
import { Facts } from '../parts/facts.tsx'
import { useLanguage } from '../parts/language.ts'
import { VerifyFile } from '../parts/verify-file.tsx'
import { Outside } from './outside.tsx'

/** A damaged file: read-only, its first bad entry named, with verification and a copy on offer and no repair in place. */
export function DamagedScreen({ file }: { file: OpenFile }) {
  const { t } = useTranslation('shell')
  const language = useLanguage()
  const damage = file.damage
  const known = ['altered', 'removed', 'reordered', 'inserted']
  const what = damage !== undefined && known.includes(damage.what) ? damage.what : 'other'
  return (
    <Outside practice={file.practice}>
      <Paper withBorder p="xl" maw="46rem" w="100%">
        <Stack gap="md">
          <Title order={1} size="h2">
            <bdi>{file.name}</bdi>
          </Title>
          <Alert color="red" variant="light" icon={<IconAlertOctagon aria-hidden />} title={t('damaged.title')}>
            <Text>{t('damaged.text')}</Text>
          </Alert>
          <Facts
            facts={[
              { label: t('damaged.firstBad'), value: <bdi>{digits(damage?.seq ?? 0, language)}</bdi> },
              { label: t('damaged.what'), value: t(`damaged.kind.${what}`) },
              { label: t('damaged.entries'), value: <bdi>{digits(file.entries, language)}</bdi> },
              { label: t('damaged.head'), value: <bdi className="code">{file.shortHead}</bdi> },
            ]}
          />
          <Text>{t('damaged.next')}</Text>
          <VerifyFile />
          <Group justify="space-between">
            <Button variant="default" onClick={() => void request('close', undefined)}>
              {t('unlock.close')}
            </Button>
            <CopyFile primary />
          </Group>
        </Stack>
      </Paper>
    </Outside>
  )
}
