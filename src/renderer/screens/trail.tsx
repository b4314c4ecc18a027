import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrailRow } from '../../contract/replies.ts'
import { onPushed, request, useStatus } from '../api.ts'
import { clockTime, dateInBoth, digits } from '../moments.ts'
import { CopyFile } from '../parts/copy-file.tsx'
import { Facts } from '../parts/facts.tsx'
import { useLanguage, useTimeZone } from '../parts/language.ts'
import { Moment } from '../parts/moment.tsx'
import { Person, useName } from '../parts/person.tsx'
import { Screen } from '../parts/screen.tsx'
import { type Column, type Rows, Table } from '../parts/table.tsx'
import { Verification } from '../parts/verification.tsx'
import { VerifyFile } from '../parts/verify-file.tsx'
import { useTrailWords } from './trail-words.ts'

const pageRows = 100

/** Entries of the ledger, newest first, fetched as they come into view. */
function useTrail(): Rows<TrailRow> {
  const [pages, setPages] = useState<{ total: number; rows: ReadonlyMap<number, TrailRow> }>({
    total: 0,
    rows: new Map(),
  })
  const asked = useRef(new Set<number>())
  const fetch = useCallback(async (page: number, total?: number) => {
    const before = total === undefined ? undefined : Math.max(0, total - page * pageRows + 1)
    const reply = await request('trail', { limit: pageRows, ...(before === undefined ? {} : { before }) })
    if (!reply.ok) return
    const { rows, total: now } = reply.value
    setPages(({ rows: known }) => {
      const more = new Map(known)
      for (const row of rows) more.set(row.seq, row)
      return { total: now, rows: more }
    })
  }, [])
  useEffect(() => {
    void fetch(0)
    return onPushed('changed', () => void fetch(0))
  }, [fetch])
  const { total, rows } = pages
  return useMemo(
    () => ({
      total,
      at: (index: number) => rows.get(total - index),
      need: (first: number, last: number) => {
        for (let page = Math.floor(first / pageRows); page <= Math.floor(last / pageRows); page += 1) {
          const newest = total - page * pageRows
          if (newest < 1 || rows.has(Math.max(1, newest - pageRows + 1)) || asked.current.has(newest)) continue
          asked.current.add(newest)
          void fetch(page, total)
        }
      },
    }),
    [total, rows, fetch],
  )
}

/** Every entry that this person may read, in words; the others as sealed rows that still verify. */
export function TrailScreen(_: { about?: string }) {
  const { t } = useTranslation(['trail', 'common'])
  const rows = useTrail()
  const columns = useColumns()
  const file = useStatus()?.file
  const [opened, setOpened] = useState<TrailRow>()
  const [verifying, setVerifying] = useState(false)
  return (
    <Screen
      title={t('title')}
      about={
        <Group gap="lg">
          <span>
            {t('head')} <bdi className="code">{file?.shortHead}</bdi>
          </span>
          <Verification state={file?.verification} />
        </Group>
      }
      help={t('help')}
      actions={<CopyFile />}
      primary={<Button onClick={() => setVerifying(true)}>{t('verify')}</Button>}
    >
      <Table
        label={t('title')}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.seq}
        onOpen={(row) => setOpened(row)}
        rowHeight={56}
      />
      <Modal opened={opened !== undefined} onClose={() => setOpened(undefined)} title={t('entry')} size="lg">
        {opened === undefined ? null : <EntryDetails row={opened} />}
      </Modal>
      <Modal opened={verifying} onClose={() => setVerifying(false)} title={t('verify')} size="lg">
        <Stack>
          <Text>{t('verifyText')}</Text>
          <VerifyFile primary />
        </Stack>
      </Modal>
    </Screen>
  )
}

function useColumns(): readonly Column<TrailRow>[] {
  const { t } = useTranslation(['trail', 'common'])
  const language = useLanguage()
  const timeZone = useTimeZone()
  const nameOf = useName()
  const wordsOf = useTrailWords()
  return [
    {
      key: 'seq',
      title: t('number'),
      width: 0.4,
      cell: (row) => <bdi>{digits(row.seq, language, { useGrouping: false })}</bdi>,
      text: (row) => String(row.seq),
    },
    {
      key: 'at',
      title: t('time'),
      width: 0.9,
      cell: (row) => <Moment at={row.at} plain />,
      text: (row) => `${dateInBoth(row.at, language, timeZone).first} ${clockTime(row.at, language, timeZone)}`,
    },
    {
      key: 'who',
      title: t('who'),
      width: 1,
      cell: (row) => (
        <Text component="div" truncate>
          <Person id={row.member} />
          {row.witness === undefined ? null : (
            <Text size="sm" className="quiet" truncate>
              {t('with')} <Person id={row.witness} />
            </Text>
          )}
        </Text>
      ),
      text: (row) => [row.member, row.witness].flatMap((id) => (id === undefined ? [] : [nameOf(id)])).join(' + '),
    },
    {
      key: 'what',
      title: t('what'),
      width: 2.2,
      cell: (row) => <What words={wordsOf(row)} />,
      text: (row) => wordsOf(row).readable.join('; '),
    },
  ]
}

function What({ words }: { words: { readable: readonly string[]; sealed: readonly string[] } }) {
  const { t } = useTranslation('trail')
  const { readable, sealed } = words
  return (
    <div>
      <Text lineClamp={sealed.length === 0 ? 2 : 1}>
        {readable.length === 0 ? t('sealedEntry') : readable.join(t('semicolon'))}
      </Text>
      {sealed.length === 0 ? null : (
        <Text size="sm" className="quiet" truncate>
          <IconLock size={14} aria-hidden /> {t('sealedParts', { books: sealed.join(t('comma')) })}
        </Text>
      )}
    </div>
  )
}

function EntryDetails({ row }: { row: TrailRow }) {
  const { t } = useTranslation(['trail', 'common'])
  const language = useLanguage()
  const { readable, sealed } = useTrailWords()(row)
  return (
    <Facts
      facts={[
        { label: t('number'), value: <bdi>{digits(row.seq, language, { useGrouping: false })}</bdi> },
        { label: t('time'), value: <Moment at={row.at} plain /> },
        { label: t('utc'), value: <bdi className="code">{row.at}</bdi> },
        { label: t('who'), value: <Person id={row.member} role /> },
        ...(row.witness === undefined ? [] : [{ label: t('with'), value: <Person id={row.witness} role /> }]),
        { label: t('meaning'), value: t(`common:meaning.${row.meaning}`) },
        {
          label: t('what'),
          value: readable.length === 0 ? t('sealedEntry') : readable.map((words) => <div key={words}>{words}</div>),
        },
        ...(sealed.length === 0 ? [] : [{ label: t('sealed'), value: sealed.join(t('comma')) }]),
        {
          label: t('hash'),
          value: (
            <bdi className="ltr" style={{ fontFamily: 'monospace' }}>
              {row.hash}
            </bdi>
          ),
        },
      ]}
    />
  )
}
