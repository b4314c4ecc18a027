import { Alert, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../../core/questions.ts'
import type { LotRow, PlaceRow } from '../../../core/stock/answers.ts'
import type { Fact } from '../../parts/facts.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useSaid } from '../participant-words.ts'
import { NeverCame, ReceiptChanges, useCorrectedBy } from './receipt-changes.tsx'
import classes from './shelf.module.css'

/** Where the vials of a lot lie, and how many of them have been through too much. */
export function LotPlaces({ places, overLimit }: { places: readonly PlaceRow[]; overLimit: number }) {
  const { t } = useTranslation('shelf')
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('places.title')}
      </Title>
      {places.length === 0 ? <Text className="quiet">{t('places.none')}</Text> : null}
      <Facts
        facts={places.map(({ storagePlace, vials, samples }) => ({
          label: storagePlace,
          value: [
            ...(vials === 0 ? [] : [t('places.vials', { count: vials })]),
            ...(samples === 0 ? [] : [t('places.samples', { count: samples })]),
          ].join(t('places.and')),
        }))}
      />
      {overLimit === 0 ? null : (
        <Alert color="red" title={t('places.over', { count: overLimit })}>
          {t('vial.over_text')}
        </Alert>
      )}
    </Stack>
  )
}

/** What a receipt said before it was corrected, struck through, with who, when and why (A8). */
export function useCorrectedFacts({ lot, neverCame }: Answers['Lot']): Fact[] {
  const { t } = useTranslation('shelf')
  const correctedBy = useCorrectedBy()
  if (lot.receiptCorrections.length === 0) return []
  return [
    {
      label: t('correct_receipt.before'),
      value: lot.receiptCorrections.map(({ seq, changes, ...by }) => (
        <span key={seq} className={classes.correction}>
          <ReceiptChanges changes={changes} className={classes.line} />
          <span className="quiet">{correctedBy(by)}</span>
        </span>
      )),
    },
    ...(neverCame.length === 0
      ? []
      : [{ label: t('correct_receipt.codes_gone'), value: <NeverCame codes={neverCame} /> }]),
  ]
}

/** What a package held, as far as its receipt says so. */
export function useReceiptFacts(lot: LotRow): Fact[] {
  const { t } = useTranslation('shelf')
  const said = useSaid()
  const { announcedVials: announced, receivedVials: counted, damagedVials: damaged, monitor } = lot
  return [
    ...(announced === undefined
      ? []
      : [
          {
            label: t('receipt.announced'),
            value:
              announced === counted
                ? said.count(announced)
                : t('receipt.announced_less', {
                    announced: said.count(announced),
                    missing: said.count(announced - counted),
                  }),
          },
        ]),
    ...(damaged === 0 ? [] : [{ label: t('receipt.damaged'), value: said.count(damaged) }]),
    ...(monitor === undefined ? [] : [{ label: t('receipt.monitor'), value: t(`receipt.monitors.${monitor}`) }]),
  ]
}
