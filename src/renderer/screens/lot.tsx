import { Alert, Button, Group, Menu, Stack, Text, Title } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CommandType, terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import type { VialState } from '../../core/stock/lot.ts'
import type { ExcursionRow } from '../../core/stock/temperature-answers.ts'
import { useAnswer, useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Facts } from '../parts/facts.tsx'
import { useBoth } from '../parts/language.ts'
import { Day, Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { CertificateForm } from './certificate-form.tsx'
import { LotActDialog, WasteDialog } from './lot-acts.tsx'
import { BalanceBar, LotStateMark } from './lot-balance.tsx'
import { LotCertificate } from './lot-certificate.tsx'
import { DisposeDialog, firstOpen, LotExcursions } from './lot-excursions.tsx'
import { Movements } from './lot-movements.tsx'
import { Vials } from './lot-vials.tsx'
import classes from './participant.module.css'
import { usePeople } from './participant-words.ts'
import { CodesDialog } from './shelf/codes.tsx'
import { CorrectReceiptScreen } from './shelf/correct-receipt.tsx'
import { CountScreen } from './shelf/count.tsx'
import { LotPlaces, useCorrectedFacts, useReceiptFacts } from './shelf/lot-places.tsx'
import { ReconcileScreen } from './shelf/reconcile.tsx'
import { SamplesDialog } from './shelf/samples.tsx'
import { TransferScreen } from './shelf/transfer.tsx'
import { UnitsDialog } from './shelf/units.tsx'

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

const acts = [
  ...([
    'EnterCertificate',
    'ReleaseLot',
    'HoldLot',
    'LiftHold',
    'RejectLot',
    'CountLot',
    'ReconcileLot',
    'TransferVials',
  ] as const),
  ...(['PutSamplesApart', 'WasteVial', 'PrintVialCodes', 'CorrectReceipt'] as const),
] as const
type Act = (typeof acts)[number]
/** Acts of an ordinary day; the others are never the primary one. */
const routine: readonly Act[] = ['ReleaseLot', 'CountLot', 'LiftHold', 'TransferVials']
/** Acts that are a signature with a text, asked in one dialog. */
const signed = ['ReleaseLot', 'HoldLot', 'LiftHold', 'RejectLot'] as const

/** What keeps a lot from its release until its certificate is entered or corrected. */
function lacksCertificate(state: Answers['Lot']['certificateState']): boolean {
  return state === 'none' || state === 'incomplete' || state === 'fails'
}

/** The acts that a lot's state leaves open, the likeliest first. */
function openActs({ lot, certificateState }: Answers['Lot']): readonly Act[] {
  const { state, expired, available, parts } = lot
  const stopped = lot.openExcursions.length > 0
  const there = parts.on_shelf + parts.sample > 0
  const shelf: readonly Act[] = [
    ...(['CountLot', 'ReconcileLot'] as const),
    ...(there ? (['TransferVials'] as const) : []),
    ...(available > 0 ? (['PutSamplesApart', 'WasteVial'] as const) : []),
    'PrintVialCodes',
    'CorrectReceipt',
    ...(state === 'quarantined' ? [] : (['EnterCertificate'] as const)),
  ]
  switch (state) {
    case 'quarantined':
      if (expired || stopped) return ['RejectLot', 'EnterCertificate', ...shelf]
      return lacksCertificate(certificateState)
        ? ['EnterCertificate', 'ReleaseLot', 'RejectLot', ...shelf]
        : ['ReleaseLot', 'EnterCertificate', 'RejectLot', ...shelf]
    case 'released':
      return ['CountLot', 'HoldLot', ...shelf.slice(1)]
    case 'held':
      return [...(stopped ? [] : (['LiftHold'] as const)), 'RejectLot', ...shelf]
    case 'rejected':
      return shelf
    case 'cleared':
      return ['CountLot', 'CorrectReceipt']
    case 'closed':
      return []
  }
}

function Lot({ answer }: { answer: Answers['Lot'] }) {
  const { t } = useTranslation(['stock', 'certificate', 'temperature', 'accounts'])
  const both = useBoth()
  const status = useStatus()
  const navigate = useNavigate()
  const people = usePeople()
  const [opened, setOpened] = useState<Act>()
  const [units, setUnits] = useState<VialState>()
  const [disposing, setDisposing] = useState<ExcursionRow>()
  const { lot, movements, vials, places, overLimit, certificates, certificateState, excursions } = answer
  const receipt = useReceiptFacts(lot)
  const correctedFacts = useCorrectedFacts(answer)
  const role = status?.member?.role
  const may = (command: CommandType) => role !== undefined && terms[command].roles.includes(role)
  // Whoever may not sign a reconciliation may read it.
  const open = openActs(answer).filter(
    (act) =>
      act === 'ReconcileLot' ||
      // Once a lot was released, its receipt is QA's to correct.
      (may(act) && (act !== 'CorrectReceipt' || lot.released === undefined || role === 'qa')),
  )
  const isNext = (act: Act) =>
    routine.includes(act) || (act === 'EnterCertificate' && lacksCertificate(certificateState))
  // An excursion that waits comes before everything else that QA may do.
  const excursion = may('DisposeExcursion') ? firstOpen(excursions) : undefined
  const next = excursion === undefined ? open.find(isNext) : undefined
  const others = open.filter((act) => act !== next)
  const close = () => setOpened(undefined)
  const wordsOf = (act: Act) =>
    act === 'EnterCertificate'
      ? t(`certificate:${certificates.length === 0 ? 'enter' : 'correct'}`, { lot: lot.lotNumber })
      : t(`acts.${act}`, { lot: lot.lotNumber })
  if (opened === 'EnterCertificate' && status?.settings !== undefined)
    return <CertificateForm answer={answer} tests={status.settings.certificates[lot.product]} onLeave={close} />
  const product = status?.settings === undefined ? '' : both(status.settings.arms[lot.product].product)
  const printed = movements.some(({ what }) => what === 'codes_printed')
  // Whoever counts must not read the balance meanwhile; these take the whole place.
  if (opened === 'CountLot') return <CountScreen lot={lot} onLeave={close} />
  if (opened === 'CorrectReceipt') return <CorrectReceiptScreen answer={answer} onLeave={close} />
  if (opened === 'TransferVials') return <TransferScreen answer={answer} onLeave={close} />
  if (opened === 'ReconcileLot')
    return (
      <ReconcileScreen
        answer={answer}
        signs={may('ReconcileLot')}
        onLeave={close}
        onCount={() => setOpened('CountLot')}
      />
    )
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
                      {may(act) ? wordsOf(act) : t('acts.read_reconciliation')}
                    </Menu.Item>
                  ))}
                  {may('DestroyVials') ? (
                    <Menu.Item onClick={() => navigate({ screen: 'accounts', about: 'disposal' })}>
                      {t('accounts:parts.disposal')}
                    </Menu.Item>
                  ) : null}
                </Menu.Dropdown>
              </Menu>
            ),
          })}
      {...(excursion !== undefined
        ? { primary: <Button onClick={() => setDisposing(excursion)}>{t('temperature:excursions.dispose')}</Button> }
        : next === undefined
          ? {}
          : { primary: <Button onClick={() => setOpened(next)}>{wordsOf(next)}</Button> })}
    >
      <div className={classes.columns}>
        <Stack gap="lg">
          {printed || lot.released !== undefined || !may('PrintVialCodes') ? null : (
            <Alert color="gray" title={t('lot.codes_not_printed')}>
              <Button variant="light" mt="xs" onClick={() => setOpened('PrintVialCodes')}>
                {t('acts.PrintVialCodes')}
              </Button>
            </Alert>
          )}
          <BalanceBar lot={lot} onPart={setUnits} />
          {lot.available === lot.parts.on_shelf ? null : <Text className="quiet">{t('lot.drawn_why')}</Text>}
          <LotExcursions excursions={excursions} onDispose={setDisposing} />
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
              { label: t('receive.sender'), value: <bdi>{lot.sender}</bdi> },
              { label: t('receive.arrivalCelsius'), value: <bdi className="ltr">{lot.arrivalCelsius} °C</bdi> },
              ...receipt,
              ...correctedFacts,
              { label: t('lot.received_at'), value: <Moment at={lot.receivedAt} plain /> },
            ]}
          />
          <LotPlaces places={places} overLimit={overLimit} />
          <Vials vials={vials} total={lot.receivedVials} />
        </Stack>
        <div>
          <Title order={2} size="h4" mb="xs">
            {t('lot.movements')}
          </Title>
          <Movements movements={movements} />
        </div>
      </div>
      {disposing === undefined ? null : <DisposeDialog excursion={disposing} onClose={() => setDisposing(undefined)} />}
      <LotActDialog
        act={signed.find((act) => act === opened)}
        lot={lot}
        reference={certificates[0]?.reference}
        product={product}
        onClose={close}
      />
      <WasteDialog opened={opened === 'WasteVial'} onClose={close} />
      <SamplesDialog opened={opened === 'PutSamplesApart'} lot={lot} onClose={close} />
      <CodesDialog opened={opened === 'PrintVialCodes'} lot={lot} printed={printed} onClose={close} />
      <UnitsDialog lot={lot} state={units} onClose={() => setUnits(undefined)} />
    </Screen>
  )
}
