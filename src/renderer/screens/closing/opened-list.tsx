import { Button, Group, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ListRow } from '../../../core/closing/answers.ts'
import type { Answers } from '../../../core/questions.ts'
import { digits } from '../../moments.ts'
import { useBoth, useLanguage } from '../../parts/language.ts'
import { SaveTable } from '../../parts/save-table.tsx'
import { type Column, Table, usePaged } from '../../parts/table.tsx'
import { UnblindedFrame } from '../../parts/unblinded-frame.tsx'
import { DocumentButtons } from '../prepare-labels.tsx'
import classes from './closing.module.css'

/** The whole list: every number with its arm, for as long as it is looked at. */
export function OpenedList({ answer, onClose }: { answer: Answers['EndOfTrial']; onClose(): void }) {
  const { t } = useTranslation('closing')
  const language = useLanguage()
  const rows = usePaged<ListRow>({ type: 'WholeList' })
  const columns = useColumns()
  return (
    <UnblindedFrame>
      <div className={classes.list}>
        <div className={classes.listHead}>
          <div>
            <Title order={1} size="h2">
              {t('list.title')}
            </Title>
            <Text className="quiet">
              {t('list.lead', {
                numbers: digits(rows.total, language),
                participants: digits(answer.participantCount, language),
              })}
            </Text>
          </div>
          <Button onClick={onClose} data-autofocus>
            {t('list.close')}
          </Button>
        </div>
        <Table
          label={t('list.title')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.number}
          height={`min(calc(100vh - 21rem), ${rows.total * 52 + 44}px)`}
        />
        <Text size="sm">{t('list.outWarning')}</Text>
        <Group align="flex-start" gap="sm">
          <DocumentButtons document={{ kind: 'whole_list' }} print={t('list.print')} />
          <SaveTable document={{ kind: 'whole_list_table' }} action={t('list.saveTable')} />
        </Group>
      </div>
    </UnblindedFrame>
  )
}

function useColumns(): readonly Column<ListRow>[] {
  const { t } = useTranslation('closing')
  const language = useLanguage()
  const both = useBoth()
  const lotsOf = ({ enrolled, lotNumbers }: ListRow) => {
    if (!enrolled) return t('list.notUsed')
    return lotNumbers.length === 0 ? t('list.noDose') : lotNumbers.join(' · ')
  }
  return [
    {
      key: 'number',
      title: t('list.number'),
      width: 0.4,
      cell: (row) => <bdi>{digits(row.number, language, { useGrouping: false })}</bdi>,
      text: (row) => String(row.number),
    },
    {
      key: 'arm',
      title: t('list.arm'),
      cell: (row) => (
        <strong>
          <bdi>{row.armName}</bdi>
        </strong>
      ),
      text: (row) => row.armName,
    },
    {
      key: 'product',
      title: t('list.product'),
      width: 1.6,
      cell: (row) => <bdi>{both(row.product)}</bdi>,
      text: (row) => both(row.product),
    },
    { key: 'lots', title: t('list.lots'), cell: (row) => <bdi>{lotsOf(row)}</bdi>, text: lotsOf },
  ]
}
