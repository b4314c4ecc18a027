import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow, SyringeRow } from '../../core/clinic/answers.ts'
import { CameraButton } from '../parts/camera/camera-button.tsx'
import { Code } from '../parts/code.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { useSyringeOf } from '../parts/identify.ts'
import { useScan } from '../parts/scan.tsx'
import { OutcomeForm } from './outcome-form.tsx'

const pending = (syringe: SyringeRow) =>
  syringe.state === 'prepared' || syringe.state === 'verified' || syringe.state === 'released'

/** What became of each syringe of a dose: one is chosen or scanned, then its outcome is recorded. */
export function Outcome({ dose }: { dose: DoseRow }) {
  const { t } = useTranslation('dose')
  const waiting = dose.syringes.filter(pending)
  const [chosenId, setChosenId] = useState<string>()
  const [scannedId, setScannedId] = useState<string>()
  const chosen =
    waiting.find((syringe) => syringe.syringeId === chosenId) ?? (waiting.length === 1 ? waiting[0] : undefined)
  const ofThisDose = useSyringeOf(dose)
  useScan(async (scanned) => {
    const { problem, code } = await ofThisDose(scanned)
    const found = waiting.find((syringe) => syringe.code === code)
    // The receipt of the dose may be outstanding on the same page.
    if (found === undefined) return problem === undefined ? undefined : { otherwise: problem }
    setChosenId(found.syringeId)
    setScannedId(found.syringeId)
    return problem
  })
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
      <CameraButton />
      {chosen === undefined ? null : (
        <OutcomeForm
          key={chosen.syringeId}
          syringe={chosen}
          entered={chosen.syringeId === scannedId ? 'scanned' : undefined}
        />
      )}
    </Stack>
  )
}
