import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LineProblem } from '../../core/result.ts'
import { type Column, rowsOf, Table } from '../parts/table.tsx'
import { useSaid } from './participant-words.ts'

type Numbered = LineProblem & { readonly place: number }

/** Everything that is wrong with a list, line by line; never what stands in a line. */
export function ListProblems({ problems }: { problems: readonly LineProblem[] }) {
  const { t } = useTranslation('stock')
  const { i18n } = useTranslation('refusals')
  const said = useSaid()
  const values = (problem: LineProblem) =>
    Object.fromEntries(
      Object.entries(problem.values ?? {}).map(([name, value]) => [
        name,
        typeof value === 'number' ? said.number(value) : value,
      ]),
    )
  const sentence = (problem: LineProblem) => {
    const key = `refusals:line_problems.${problem.problem}`
    return t(i18n.exists(key) ? key : 'refusals:line_problems.unknown', values(problem))
  }
  const line = (problem: LineProblem) => (problem.line === 0 ? t('list.whole_file') : said.number(problem.line))
  const columns: Column<Numbered>[] = [
    { key: 'line', title: t('list.line'), width: 0.4, cell: line, text: line },
    { key: 'problem', title: t('list.problem'), width: 2.5, cell: sentence, text: sentence },
  ]
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('list.problems', { count: problems.length })}</Text>
      <Table
        label={t('list.problems', { count: problems.length })}
        columns={columns}
        rows={rowsOf(problems.map((problem, place) => ({ ...problem, place })))}
        keyOf={(row) => row.place}
        rowHeight={46}
        height="18rem"
      />
    </Stack>
  )
}
