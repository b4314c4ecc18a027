import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isThere } from '../../core/stock/lot.ts'
import type { UnitRow } from '../../core/stock/vial-answers.ts'
import { useNavigate } from '../navigation.tsx'
import { Code } from '../parts/code.tsx'
import { UnitMarks } from './shelf/units.tsx'

const shownAtFirst = 24

/** The vials of a lot by their codes, with what became of each. */
export function Vials({ vials, total }: { vials: readonly UnitRow[]; total: number }) {
  const { t } = useTranslation('stock')
  const navigate = useNavigate()
  const [all, setAll] = useState(false)
  const shown = all ? vials : vials.slice(0, shownAtFirst)
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('lot.vials', { count: total })}
      </Title>
      <Group gap="0.4rem 1.25rem">
        {shown.map((vial) => (
          <span key={vial.code} className="nowrap">
            <Anchor
              component="button"
              type="button"
              c="inherit"
              td={isThere(vial) ? undefined : 'line-through'}
              onClick={() => navigate({ screen: 'vial', about: vial.code })}
            >
              <Code value={vial.code} />
            </Anchor>{' '}
            <UnitMarks unit={vial} />
            {vial.state === 'on_shelf' ? null : (
              <Text span size="sm" className="quiet">
                {t(`vial_states.${vial.state}`)}
              </Text>
            )}
          </span>
        ))}
      </Group>
      {shown.length < vials.length ? (
        <Group>
          <Button variant="subtle" onClick={() => setAll(true)}>
            {t('lot.all_vials')}
          </Button>
        </Group>
      ) : null}
    </Stack>
  )
}
