import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnitRow } from '../../../core/stock/vial-answers.ts'
import { Code } from '../../parts/code.tsx'
import { type Column, rowsOf, Table } from '../../parts/table.tsx'
import { type Scan, ScanField } from '../prepare-scan.tsx'
import { useAllUnits } from './units.tsx'

/** Vials that a count did not find, and vials that it found again. */
export type Named = {
  readonly missing: readonly string[]
  readonly found: readonly string[]
  /** Codes of the list that were typed or ticked, and not scanned. */
  readonly byHand: readonly string[]
}

type NamingProps = {
  readonly lotId: string
  readonly named: Named
  /** False while what was named is read back. */
  readonly active: boolean
  onNamed(named: Named): void
}

/**
 * Names the vials of a difference: scan what lies on the shelf and let the rest be missing, or mark the codes that were
 * not found. A vial that had been missing is found again by its scan.
 */
export function Naming({ lotId, named, active, onNamed }: NamingProps) {
  const { t } = useTranslation('shelf')
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const expected = useAllUnits(lotId, 'on_shelf')
  const gone = useAllUnits(lotId, 'missing')
  const columns = useNamingColumns(seen, named)
  if (expected === undefined || gone === undefined) return <Text aria-busy>{t('common:loading')}</Text>
  const toggled = (codes: readonly string[], code: string) =>
    codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]
  const without = (code: string) => named.byHand.filter((one) => one !== code)
  const mark = ({ code, state }: UnitRow) => {
    const of = state === 'missing' ? 'found' : 'missing'
    const now = toggled(named[of], code)
    onNamed({ ...named, [of]: now, byHand: now.includes(code) ? [...without(code), code] : without(code) })
  }
  const scan = ({ code, entered }: Scan) => {
    const isGone = gone.some((one) => one.code === code)
    if (!isGone && !expected.some((one) => one.code === code)) return t('naming.not_here')
    setSeen((before) => new Set(before).add(code))
    onNamed({
      missing: named.missing.filter((one) => one !== code),
      found: isGone && !named.found.includes(code) ? [...named.found, code] : named.found,
      byHand: entered === 'typed' ? [...without(code), code] : without(code),
    })
    return undefined
  }
  const unseen = expected.filter(({ code }) => !seen.has(code))
  const rest = unseen.map(({ code }) => code)
  // What is still to be looked for stands above what was scanned.
  const rows = [...gone, ...unseen, ...expected.filter(({ code }) => seen.has(code))]
  return (
    <Stack gap="sm">
      <Text>{t('naming.lead')}</Text>
      <Group align="flex-end" gap="lg">
        <ScanField label={t('naming.scan')} onCode={scan} active={active} wants="vial" />
        {seen.size === 0 ? null : (
          <Button variant="light" onClick={() => onNamed({ ...named, missing: rest })}>
            {t('naming.rest', { count: rest.length })}
          </Button>
        )}
      </Group>
      <Table
        label={t('naming.list')}
        columns={columns}
        rows={rowsOf(rows)}
        keyOf={(row) => row.code}
        onOpen={mark}
        rowHeight={44}
        height="max(176px, calc(100vh - 34rem))"
      />
    </Stack>
  )
}

function useNamingColumns(seen: ReadonlySet<string>, named: Named): Column<UnitRow>[] {
  const { t } = useTranslation('shelf')
  const wordOf = ({ code, state }: UnitRow) => {
    if (named.missing.includes(code)) return 'not_found'
    if (named.found.includes(code)) return 'found_again'
    if (state === 'missing') return 'was_missing'
    return seen.has(code) ? 'seen' : 'there'
  }
  const colour = { not_found: 'red', found_again: 'teal', was_missing: 'gray', seen: 'teal', there: 'gray' } as const
  return [
    {
      key: 'code',
      title: t('units.code'),
      width: 1.2,
      cell: (row) => <Code value={row.code} />,
      text: (row) => row.code,
    },
    {
      key: 'place',
      title: t('units.place'),
      cell: (row) => <bdi>{row.storagePlace}</bdi>,
      text: (row) => row.storagePlace,
    },
    {
      key: 'mark',
      title: t('naming.mark'),
      cell: (row) => (
        <Badge
          tt="none"
          size="lg"
          color={colour[wordOf(row)]}
          variant={wordOf(row) === 'there' ? 'transparent' : 'light'}
        >
          {t(`naming.${wordOf(row)}`)}
        </Badge>
      ),
      text: (row) => t(`naming.${wordOf(row)}`),
    },
  ]
}
