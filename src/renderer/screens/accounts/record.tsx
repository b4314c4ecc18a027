import { Button, Group, Modal, NativeSelect, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InPlace } from '../../../core/accounts/by-place.ts'
import type { RecordLine, RecordPage } from '../../../core/accounts/record.ts'
import { booksOf, type Role } from '../../../core/books.ts'
import { terms } from '../../../core/decide.ts'
import { type Arm, arms } from '../../../core/registry/settings.ts'
import { useStatus } from '../../api.ts'
import { Empty } from '../../parts/empty.tsx'
import { useBoth } from '../../parts/language.ts'
import { SaveTable } from '../../parts/save-table.tsx'
import { Screen } from '../../parts/screen.tsx'
import { usePaged } from '../../parts/table.tsx'
import { UnblindedFrame } from '../../parts/unblinded-frame.tsx'
import { ReasonDialog } from '../participant-reason.tsx'
import { DocumentButtons } from '../prepare-labels.tsx'
import classes from './accounts.module.css'
import { CorrectDialog } from './correct.tsx'
import { type Form, RecordTable } from './record-table.tsx'

type View = 'site' | Arm
/** What of a record is wanted: one storage place, or all of them. */
type OfPlace = { readonly storagePlace?: string }

/** The accountability record: of each product for those who hold stock, of the syringes for the site, and the full one. */
export function RecordScreen({ role, switcher }: { role: Role; switcher: ReactNode }) {
  const { t } = useTranslation('accounts')
  const both = useBoth()
  const settings = useStatus()?.settings
  const holds = booksOf(role)
  const views: View[] = [
    ...(holds.includes('clinic') ? ['site' as const] : []),
    ...(holds.includes('stock') ? arms : []),
  ]
  const [view, setView] = useState<View>(views.at(-1) === undefined ? 'site' : (views[0] ?? 'site'))
  const [ofPlace, setOfPlace] = useState<OfPlace>({})
  const [opening, setOpening] = useState(false)
  const [opened, setOpened] = useState(false)
  const mayOpen = terms.OpenRecord.roles.includes(role)
  const nameOf = (one: View) =>
    one === 'site' || settings === undefined ? t('record.site') : both(settings.arms[one].product)
  return (
    <Screen
      title={t('title')}
      about={t('record.lead')}
      help={t('record.help')}
      actions={<Outputs view={view} ofPlace={ofPlace} />}
      {...(mayOpen ? { primary: <Button onClick={() => setOpening(true)}>{t('record.open')}</Button> } : {})}
    >
      <Stack gap="md">
        <Group gap="sm">
          {switcher}
          {views.length < 2 ? null : (
            <SegmentedControl
              aria-label={t('record.which')}
              value={view}
              onChange={(value) => {
                setView(value as View)
                setOfPlace({})
              }}
              data={views.map((value) => ({ value, label: nameOf(value) }))}
              style={{ alignSelf: 'flex-start' }}
            />
          )}
        </Group>
        <OneRecord
          key={`${view} ${ofPlace.storagePlace ?? ''}`}
          view={view}
          ofPlace={ofPlace}
          onPlace={setOfPlace}
          role={role}
        />
      </Stack>
      <ReasonDialog
        opened={opening}
        onClose={() => setOpening(false)}
        title={t('record.open_title')}
        text={t('record.open_text')}
        action={t('record.open_act')}
        command={(reason) => ({ type: 'OpenRecord', reason })}
        onDone={() => setOpened(true)}
      />
      <Modal opened={opened} onClose={() => setOpened(false)} fullScreen withCloseButton={false}>
        {opened ? <FullRecord onClose={() => setOpened(false)} /> : null}
      </Modal>
    </Screen>
  )
}

function Outputs({ view, ofPlace }: { view: View; ofPlace: OfPlace }) {
  const { t } = useTranslation('accounts')
  const stock = view === 'site' ? undefined : view
  return (
    <Group align="flex-start" gap="sm" key={`${view} ${ofPlace.storagePlace ?? ''}`}>
      <DocumentButtons
        document={stock === undefined ? { kind: 'site_record' } : { kind: 'stock_record', product: stock, ...ofPlace }}
        print={t('record.print')}
      />
      <SaveTable
        action={t('record.save_table')}
        document={
          stock === undefined
            ? { kind: 'site_record_table' }
            : { kind: 'stock_record_table', product: stock, ...ofPlace }
        }
      />
    </Group>
  )
}

type OneProps = { readonly view: View; readonly role: Role; readonly ofPlace: OfPlace; onPlace(of: OfPlace): void }

function OneRecord({ view, role, ofPlace, onPlace }: OneProps) {
  const { t } = useTranslation('accounts')
  const rows = usePaged<RecordLine>(
    view === 'site' ? { type: 'SiteRecord' } : { type: 'StockRecord', product: view, ...ofPlace },
  )
  const [wrong, setWrong] = useState<RecordLine>()
  const form: Form = view === 'site' ? 'site' : 'stock'
  if (rows.loading) return null
  if (rows.total === 0) return <Empty title={t(`record.empty_${form}`)} next={t(`record.empty_${form}_next`)} />
  const { balance, storagePlaces, place } = rows.first as RecordPage
  const mayCorrect = form === 'stock' && terms.CorrectMovement.roles.includes(role)
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Group gap="md">
          {form === 'stock' ? <PlaceChoice places={storagePlaces} ofPlace={ofPlace} onPlace={onPlace} /> : null}
          <Text fw={600}>
            {place === undefined ? t(`record.balance_${form}`, { count: balance }) : <PlaceSum place={place} />}
          </Text>
        </Group>
        {mayCorrect ? <Text className="quiet">{t('record.correct_how')}</Text> : null}
      </Group>
      <RecordTable form={form} rows={rows} spare="22.5rem" {...(mayCorrect ? { onOpen: setWrong } : {})} />
      <CorrectDialog line={wrong} onClose={() => setWrong(undefined)} />
    </Stack>
  )
}

/** Of which storage place the record is wanted. */
function PlaceChoice({
  places,
  ofPlace,
  onPlace,
}: {
  places: readonly string[]
  ofPlace: OfPlace
  onPlace(of: OfPlace): void
}) {
  const { t } = useTranslation('accounts')
  return (
    <NativeSelect
      aria-label={t('record.place')}
      value={ofPlace.storagePlace ?? ''}
      onChange={({ currentTarget: { value } }) => onPlace(value === '' ? {} : { storagePlace: value })}
      data={[
        { value: '', label: t('record.all_places') },
        ...places.map((storagePlace) => ({ value: storagePlace, label: storagePlace })),
      ]}
    />
  )
}

/** What arrived, what left and what lies there: a sum that explains itself. */
function PlaceSum({ place }: { place: InPlace }) {
  const { t } = useTranslation('accounts')
  const { arrived, left, there, samples } = place
  return (
    <>
      {t('record.place_sum', { arrived, left, there })}
      {samples === 0 ? null : ` ${t('record.place_samples', { count: samples })}`}
    </>
  )
}

/** Both products with the participants who received them, for as long as it is looked at; opening it was recorded first. */
function FullRecord({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('accounts')
  const both = useBoth()
  const settings = useStatus()?.settings
  const [product, setProduct] = useState<Arm>('A')
  const [ofPlace, setOfPlace] = useState<OfPlace>({})
  const rows = usePaged<RecordLine>({ type: 'FullRecord', product, ...ofPlace })
  const { storagePlaces = [], place } = (rows.first ?? {}) as Partial<RecordPage>
  return (
    <UnblindedFrame>
      <div className={classes.full}>
        <div className={classes.head}>
          <div>
            <Title order={1} size="h2">
              {t('record.full')}
            </Title>
            <Text className="quiet">{t('record.full_lead')}</Text>
          </div>
          <Button onClick={onClose} data-autofocus>
            {t('record.close')}
          </Button>
        </div>
        <Group gap="md">
          <SegmentedControl
            aria-label={t('record.which')}
            value={product}
            onChange={(value) => {
              setProduct(value as Arm)
              setOfPlace({})
            }}
            data={arms.map((value) => ({
              value,
              label: settings === undefined ? value : both(settings.arms[value].product),
            }))}
          />
          <PlaceChoice places={storagePlaces} ofPlace={ofPlace} onPlace={setOfPlace} />
          {place === undefined ? null : (
            <Text fw={600}>
              <PlaceSum place={place} />
            </Text>
          )}
        </Group>
        <RecordTable form="full" rows={rows} spare="24rem" />
        <Text size="sm">{t('record.full_warning')}</Text>
        <Group align="flex-start" gap="sm" key={`${product} ${ofPlace.storagePlace ?? ''}`}>
          <DocumentButtons document={{ kind: 'full_record', product, ...ofPlace }} print={t('record.print')} />
          <SaveTable document={{ kind: 'full_record_table', product, ...ofPlace }} action={t('record.save_table')} />
        </Group>
      </div>
    </UnblindedFrame>
  )
}
