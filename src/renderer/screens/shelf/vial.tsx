import { Alert, Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../../core/questions.ts'
import { useAnswer, useStatus } from '../../api.ts'
import { useNavigate } from '../../navigation.tsx'
import { Code } from '../../parts/code.tsx'
import { EnteredMark } from '../../parts/entered.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useBoth } from '../../parts/language.ts'
import { Moment } from '../../parts/moment.tsx'
import { RefusalNote } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import movementClasses from '../lot-movements.module.css'
import classes from '../participant.module.css'
import { usePeople, useSaid } from '../participant-words.ts'

/** One vial: where it is, what it has been through, and its chain from receipt to its last movement. */
export function VialScreen({ about }: { about?: string }) {
  const { t } = useTranslation('shelf')
  const { answer, refusal } = useAnswer<'Vial'>(about === undefined ? undefined : { type: 'Vial', vialCode: about })
  if (answer === undefined) {
    return (
      <Screen title={t('vial.title')} help={t('vial.help')}>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      </Screen>
    )
  }
  return <Vial vial={answer} />
}

function Vial({ vial }: { vial: Answers['Vial'] }) {
  const { t } = useTranslation('shelf')
  const navigate = useNavigate()
  const both = useBoth()
  const said = useSaid()
  const settings = useStatus()?.settings
  const { thawsAllowed, outMinutesAllowed } = settings?.dose ?? {}
  const of = (value: number, limit: number | undefined) =>
    limit === undefined
      ? t('vial.no_limit', { value: said.count(value) })
      : t('vial.of_limit', { value: said.count(value), limit: said.count(limit) })
  return (
    <Screen
      title={
        <Group gap="md">
          {t('vial.title')} <Code value={vial.code} />
          <Badge variant={vial.state === 'on_shelf' ? 'outline' : 'light'} color="gray" size="lg" tt="none">
            {t(`stock:vial_states.${vial.state}`)}
          </Badge>
        </Group>
      }
      about={settings === undefined ? '' : both(settings.arms[vial.product].product)}
      help={t('vial.help')}
      primary={
        <Button onClick={() => navigate({ screen: 'lot', about: vial.lotId })}>
          {t('vial.open_lot', { lot: vial.lotNumber })}
        </Button>
      }
    >
      <div className={classes.columns}>
        <Stack gap="lg">
          {vial.overLimit && vial.state === 'on_shelf' ? (
            <Alert color="red" title={t('vial.over')}>
              {t('vial.over_text')}
            </Alert>
          ) : null}
          {vial.drawn ? <Alert color="teal">{t('vial.drawn_text')}</Alert> : null}
          <Facts
            facts={[
              { label: t('stock:lot_number'), value: <bdi className="ltr">{vial.lotNumber}</bdi> },
              { label: t('units.place'), value: <bdi>{vial.storagePlace}</bdi> },
              {
                label: t('vial.thaws'),
                value: of(vial.thaws, thawsAllowed === undefined ? undefined : thawsAllowed - 1),
              },
              { label: t('vial.minutes_out'), value: of(vial.minutesOut, outMinutesAllowed) },
              {
                label: t('vial.minutes_cold'),
                value: vial.minutesCold === 0 ? said.count(0) : t('vial.cold', { value: said.count(vial.minutesCold) }),
              },
            ]}
          />
          {vial.ofDays ? <Text size="sm">{t('vial.of_days')}</Text> : null}
          <section>
            <Title order={2} size="h4" mb="xs">
              {t('vial.places')}
            </Title>
            <Facts
              facts={vial.stays.map(({ storagePlace, since }, index) => ({
                label: `${said.count(index + 1)}. ${storagePlace}`,
                value: (
                  <span>
                    {t('vial.since')} <Moment at={since} plain />
                  </span>
                ),
              }))}
            />
          </section>
        </Stack>
        <section>
          <Title order={2} size="h4" mb="xs">
            {t('vial.chain')}
          </Title>
          <Chain moves={vial.moves} />
        </section>
      </div>
    </Screen>
  )
}

function Chain({ moves }: { moves: Answers['Vial']['moves'] }) {
  const { t } = useTranslation('shelf')
  const people = usePeople()
  return (
    <table className={movementClasses.table}>
      <thead>
        <tr>
          <th scope="col">{t('units.when')}</th>
          <th scope="col">{t('stock:movements.what')}</th>
        </tr>
      </thead>
      <tbody>
        {moves.map((move, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: links are only ever added at the end.
          <tr key={index}>
            <td>
              <Moment at={move.at} plain />
            </td>
            <td>
              <strong>{t(`stock:movements.${move.what}`)}</strong>
              <EnteredMark {...move} />
              <br />
              <span className="quiet">{people(move.by)}</span>
              {move.storagePlace === undefined ? null : (
                <>
                  <br />
                  <bdi>{move.storagePlace}</bdi>
                </>
              )}
              {move.note === '' ? null : (
                <Text>
                  <bdi>{move.note}</bdi>
                </Text>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
