import { Button, Group, Menu, Stack, Text, Title } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CommandType, terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { useAnswer, useStatus } from '../api.ts'
import { Facts } from '../parts/facts.tsx'
import { useBoth } from '../parts/language.ts'
import { Day, Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { CertificateForm } from './certificate-form.tsx'
import { CountDialog, LotActDialog, WasteDialog } from './lot-acts.tsx'
import { BalanceBar, LotStateMark } from './lot-balance.tsx'
import { LotCertificate } from './lot-certificate.tsx'
import { Movements } from './lot-movements.tsx'
import { Vials } from './lot-vials.tsx'
import classes from './participant.module.css'
import { usePeople } from './participant-words.ts'

/** One lot as a page: certificate, place, movements, vials, and its balance explained. */
export function LotScreen({ about }: { about?: string }) {
  const { t } = useTranslation('stock')
  const { answer, refusal } = useAnswer<'Lot'>(about === undefined ? undefined : { type: 'Lot', lotId: about })
  if (answer === undefined) {
    return (
      <Screen title={t('lot.title', { lot: '' })} help={t('lot.help')}>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      </Screen>
    )
  }
  return <Lot answer={answer} />
}

const acts = ['EnterCertificate', 'ReleaseLot', 'HoldLot', 'LiftHold', 'RejectLot', 'CountLot', 'WasteVial'] as const
type Act = (typeof acts)[number]
/** Acts of an ordinary day; the others are never the primary one. */
const routine: readonly Act[] = ['ReleaseLot', 'CountLot', 'LiftHold']

/** What keeps a lot from its release until its certificate is entered or corrected. */
function lacksCertificate(state: Answers['Lot']['certificateState']): boolean {
  return state === 'none' || state === 'incomplete' || state === 'fails'
}

/** The acts that a lot's state leaves open, the likeliest first. */
function openActs({ lot, certificateState }: Answers['Lot']): readonly Act[] {
  const waste: readonly Act[] = lot.available > 0 ? ['CountLot', 'WasteVial'] : ['CountLot']
  switch (lot.state) {
    case 'quarantined':
      if (lot.expired) return ['RejectLot', 'EnterCertificate', ...waste]
      return lacksCertificate(certificateState)
        ? ['EnterCertificate', 'ReleaseLot', 'RejectLot', ...waste]
        : ['ReleaseLot', 'EnterCertificate', 'RejectLot', ...waste]
    case 'released':
      return ['CountLot', 'HoldLot', ...waste.slice(1), 'EnterCertificate']
    case 'held':
      return ['LiftHold', 'RejectLot', ...waste, 'EnterCertificate']
    case 'rejected':
      return [...waste, 'EnterCertificate']
    case 'cleared':
      return ['CountLot']
    case 'closed':
      return []
  }
}

function Lot({ answer }: { answer: Answers['Lot'] }) {
  const { t } = useTranslation(['stock', 'certificate'])
  const both = useBoth()
  const status = useStatus()
  const people = usePeople()
  const [opened, setOpened] = useState<Act>()
  const { lot, movements, vials, certificates, certificateState } = answer
  const role = status?.member?.role
  const may = (command: CommandType) => role !== undefined && terms[command].roles.includes(role)
  const open = openActs(answer).filter(may)
  const isNext = (act: Act) =>
    routine.includes(act) || (act === 'EnterCertificate' && lacksCertificate(certificateState))
  const next = open.find(isNext)
  const others = open.filter((act) => act !== next)
  const close = () => setOpened(undefined)
  const wordsOf = (act: Act) =>
    act === 'EnterCertificate'
      ? t(`certificate:${certificates.length === 0 ? 'enter' : 'correct'}`, { lot: lot.lotNumber })
      : t(`acts.${act}`, { lot: lot.lotNumber })
  if (opened === 'EnterCertificate' && status?.settings !== undefined)
    return <CertificateForm answer={answer} tests={status.settings.certificates[lot.product]} onLeave={close} />
  const product = status?.settings === undefined ? '' : both(status.settings.arms[lot.product].product)
  return (
    <Screen
      title={
        <Group gap="md">
          {t('lot.title', { lot: lot.lotNumber })}
          <LotStateMark state={lot.state} expired={lot.expired} />
        </Group>
      }
      about={product}
      help={t('lot.help')}
      {...(others.length === 0
        ? {}
        : {
            actions: (
              <Menu position="top-start">
                <Menu.Target>
                  <Button variant="default" leftSection={<IconDots aria-hidden size={18} />}>
                    {t('lot.more')}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {others.map((act) => (
                    <Menu.Item key={act} onClick={() => setOpened(act)}>
                      {wordsOf(act)}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            ),
          })}
      {...(next === undefined
        ? {}
        : {
            primary: <Button onClick={() => setOpened(next)}>{wordsOf(next)}</Button>,
          })}
    >
      {/* Whoever counts must not read the balance meanwhile. */}
      <div className={classes.columns} hidden={opened === 'CountLot'}>
        <Stack gap="lg">
          <BalanceBar lot={lot} explained />
          {lot.available === lot.parts.on_shelf ? null : <Text className="quiet">{t('lot.drawn_why')}</Text>}
          <LotCertificate answer={answer} />
          <Facts
            facts={[
              { label: t('expires'), value: <Day on={lot.expiresOn} /> },
              {
                label: t('lot.released'),
                value:
                  lot.released === undefined ? (
                    t('lot.not_released_yet')
                  ) : (
                    <span>
                      <bdi>{lot.released.certificate}</bdi>
                      <br />
                      <span className="quiet">
                        {people(lot.released.by)}, <Moment at={lot.released.at} />
                      </span>
                    </span>
                  ),
              },
              { label: t('receive.manufacturer'), value: <bdi>{lot.manufacturer}</bdi> },
              { label: t('receive.storagePlace'), value: <bdi>{lot.storagePlace}</bdi> },
              { label: t('receive.sender'), value: <bdi>{lot.sender}</bdi> },
              { label: t('receive.arrivalCelsius'), value: <bdi className="ltr">{lot.arrivalCelsius} °C</bdi> },
              { label: t('lot.received_at'), value: <Moment at={lot.receivedAt} plain /> },
            ]}
          />
          <Vials vials={vials} total={lot.receivedVials} />
        </Stack>
        <div>
          <Title order={2} size="h4" mb="xs">
            {t('lot.movements')}
          </Title>
          <Movements movements={movements} />
        </div>
      </div>
      <LotActDialog
        act={opened === 'CountLot' || opened === 'WasteVial' || opened === 'EnterCertificate' ? undefined : opened}
        lot={lot}
        reference={certificates[0]?.reference}
        product={product}
        onClose={close}
      />
      <CountDialog opened={opened === 'CountLot'} lot={lot} onClose={close} />
      <WasteDialog opened={opened === 'WasteVial'} onClose={close} />
    </Screen>
  )
}
