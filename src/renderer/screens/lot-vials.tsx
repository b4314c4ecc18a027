import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Code } from '../parts/code.tsx'

const shownAtFirst = 24

/** The vials of a lot by their codes, with what became of each. */
export function Vials({ vials, total }: { vials: readonly { code: string; state: string }[]; total: number }) {
  const { t } = useTranslation('stock')
  const [all, setAll] = useState(false)
  const shown = all ? vials : vials.slice(0, shownAtFirst)
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('lot.vials', { count: total })}
      </Title>
      <Group gap="0.4rem 1.25rem">
        {shown.map(({ code, state }) => (
          <span key={code} className="nowrap">
            <Text span td={state === 'on_shelf' ? 'none' : 'line-through'}>
              <Code value={code} />
            </Text>{' '}
            {state === 'on_shelf' ? null : (
              <Text span size="sm" className="quiet">
                {t(`vial_states.${state}`)}
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
