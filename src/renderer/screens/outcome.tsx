import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow, SyringeRow } from '../../core/clinic/answers.ts'
import { Code } from '../parts/code.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { useScan } from '../parts/scan.tsx'
import { useLabelScan } from './label-scan.ts'
import { OutcomeForm } from './outcome-form.tsx'

const pending = (syringe: SyringeRow) =>
  syringe.state === 'prepared' || syringe.state === 'verified' || syringe.state === 'released'

/** What became of each syringe of a dose: one is chosen or scanned, then its outcome is recorded. */
export function Outcome({ dose }: { dose: DoseRow }) {
  const { t } = useTranslation('dose')
  const labelOf = useLabelScan()
  const waiting = dose.syringes.filter(pending)
  const [chosenId, setChosenId] = useState<string>()
  const chosen =
    waiting.find((syringe) => syringe.syringeId === chosenId) ?? (waiting.length === 1 ? waiting[0] : undefined)
  const take = async (code: string) => {
    const label = await labelOf({ code, entered: 'scanned' }, waiting)
    if (label === 'another') return
    if ('problem' in label) notifications.show({ color: 'red', message: label.problem })
    else setChosenId(label.syringe.syringeId)
  }
  useScan((code) => void take(code))
  return (
    <Stack gap="sm" mt="xs">
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h3">
          {t('outcome.title_plain')}
        </Title>
        {dose.useBefore === undefined ? null : (
          <Text size="lg">
            {t('use_before')} <Countdown until={dose.useBefore} />
          </Text>
        )}
      </Group>
      {waiting.length > 1 ? (
        <Group gap="xs">
          {waiting.map((syringe) => (
            <Button
              key={syringe.syringeId}
              variant={syringe.syringeId === chosen?.syringeId ? 'light' : 'default'}
              aria-pressed={syringe.syringeId === chosen?.syringeId}
              onClick={() => setChosenId(syringe.syringeId)}
            >
              <Code value={syringe.code} />
            </Button>
          ))}
        </Group>
      ) : null}
      {chosen === undefined ? null : <OutcomeForm key={chosen.syringeId} syringe={chosen} />}
    </Stack>
  )
}
