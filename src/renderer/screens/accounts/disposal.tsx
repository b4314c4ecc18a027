import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DisposalAnswer } from '../../../core/accounts/disposal.ts'
import type { Role } from '../../../core/books.ts'
import { terms } from '../../../core/decide.ts'
import { useAnswer, useStatus } from '../../api.ts'
import { Code } from '../../parts/code.tsx'
import { Empty } from '../../parts/empty.tsx'
import { EnteredMark } from '../../parts/entered.tsx'
import { useBoth } from '../../parts/language.ts'
import { Moment } from '../../parts/moment.tsx'
import { Person } from '../../parts/person.tsx'
import { Screen } from '../../parts/screen.tsx'
import { LotStateMark } from '../lot-balance.tsx'
import { DocumentButtons } from '../prepare-labels.tsx'
import { ScanField } from '../prepare-scan.tsx'
import { SyringeStateMark } from '../syringe-state.tsx'
import classes from './accounts.module.css'
import { type Batch, DisposalForm } from './disposal-form.tsx'

type Vials = NonNullable<DisposalAnswer['vials']>
type Syringes = NonNullable<DisposalAnswer['syringes']>

/** What waits to go back or to be destroyed, and what did, each with its certificate. */
export function DisposalScreen({ role, switcher }: { role: Role; switcher: ReactNode }) {
  const { t } = useTranslation('accounts')
  const { answer } = useAnswer<'Disposal'>({ type: 'Disposal' })
  const [batch, setBatch] = useState<Batch>()
  if (batch !== undefined) return <DisposalForm batch={batch} onLeave={() => setBatch(undefined)} />
  const { vials, syringes } = answer ?? {}
  return (
    <Screen title={t('title')} about={t('disposal.lead')} help={t('disposal.help')}>
      <Stack gap="md">
        {switcher}
        <div className={classes.columns}>
          {vials === undefined ? null : (
            <VialsToGo vials={vials} may={terms.DestroyVials.roles.includes(role)} onBatch={setBatch} />
          )}
          {syringes === undefined ? null : (
            <SyringesBack syringes={syringes} may={terms.DestroySyringes.roles.includes(role)} onBatch={setBatch} />
          )}
        </div>
        <Done {...(vials === undefined ? {} : { vials })} {...(syringes === undefined ? {} : { syringes })} />
      </Stack>
    </Screen>
  )
}

type PartProps = { readonly may: boolean; onBatch(batch: Batch): void }

function VialsToGo({ vials, may, onBatch }: PartProps & { vials: Vials }) {
  const { t } = useTranslation('accounts')
  const both = useBoth()
  const settings = useStatus()?.settings
  const count = vials.writtenOff.reduce((sum, { vialCodes }) => sum + vialCodes.length, 0)
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t('disposal.vials')}
      </Title>
      {count === 0 && vials.lots.length === 0 ? (
        <Empty title={t('disposal.no_vials')} next={t('disposal.no_vials_next')} />
      ) : (
        <ul className={classes.list}>
          {count === 0 ? null : (
            <li className={classes.row}>
              <div>
                <Text fw={600}>{t('disposal.written_off', { count })}</Text>
                <Text className="quiet" size="sm">
                  {vials.writtenOff.map(({ lotId, lotNumber, vialCodes }) => (
                    <span key={lotId}>
                      <bdi className="ltr">{lotNumber}</bdi>:{' '}
                      {t('disposal.vial_count', {
                        count: vialCodes.length,
                      })}{' '}
                    </span>
                  ))}
                </Text>
              </div>
              {may ? (
                <Button
                  variant="light"
                  onClick={() =>
                    onBatch({ of: 'written_off', codes: vials.writtenOff.flatMap(({ vialCodes }) => vialCodes) })
                  }
                >
                  {t('disposal.settle')}
                </Button>
              ) : null}
            </li>
          )}
          {vials.lots.map(({ lotId, lotNumber, product, state, vialCodes, dosesToState }) => (
            <li key={lotId} className={classes.row}>
              <div>
                <Group gap="sm">
                  <Text fw={600}>
                    <bdi className="ltr">{lotNumber}</bdi>
                  </Text>
                  <LotStateMark state={state} expired={state === 'released'} />
                </Group>
                <Text className="quiet" size="sm">
                  {settings === undefined ? '' : both(settings.arms[product].product)} ·{' '}
                  {t('disposal.left', { count: vialCodes.length })}
                  {dosesToState === 0 ? null : ` · ${t('disposal.to_state', { count: dosesToState })}`}
                </Text>
              </div>
              {may ? (
                <Button
                  variant="default"
                  disabled={dosesToState > 0}
                  aria-label={t('disposal.settle_lot', { lot: lotNumber })}
                  onClick={() => onBatch({ of: 'lot', lotId, lotNumber, codes: vialCodes })}
                >
                  {t('disposal.settle')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function SyringesBack({ syringes, may, onBatch }: PartProps & { syringes: Syringes }) {
  const { t } = useTranslation('accounts')
  const [left, setLeft] = useState<readonly string[]>([])
  /** Codes that a scanner read, here, one by one. */
  const [scanned, setScanned] = useState<readonly string[]>([])
  const { back } = syringes
  const chosen = back.filter(({ syringeId }) => !left.includes(syringeId))
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t('disposal.syringes')}
      </Title>
      {back.length === 0 ? (
        <Empty title={t('disposal.no_syringes')} next={t('disposal.no_syringes_next')} />
      ) : (
        <Stack gap="sm">
          {may ? (
            <ScanField
              label={t('disposal.scan')}
              onCode={({ code, entered }) => {
                const found = back.find((one) => one.code === code)
                if (found === undefined) return t('disposal.not_here')
                setLeft(left.filter((one) => one !== found.syringeId))
                if (entered === 'scanned') setScanned([...new Set([...scanned, code])])
                return undefined
              }}
            />
          ) : null}
          <ul className={classes.list}>
            {back.map(({ syringeId, code, number, state }) => (
              <li key={syringeId} className={classes.row}>
                {may ? (
                  <Checkbox
                    checked={!left.includes(syringeId)}
                    onChange={(event) =>
                      setLeft(
                        event.currentTarget.checked ? left.filter((one) => one !== syringeId) : [...left, syringeId],
                      )
                    }
                    label={
                      <span>
                        <Code value={code} /> · {t('disposal.participant', { number })}
                        {scanned.includes(code) ? <EnteredMark entered="scanned" /> : null}
                      </span>
                    }
                  />
                ) : (
                  <span>
                    <Code value={code} /> · {t('disposal.participant', { number })}
                  </span>
                )}
                <SyringeStateMark state={state} />
              </li>
            ))}
          </ul>
          {may ? (
            <Group>
              <Button
                variant="light"
                disabled={chosen.length === 0}
                onClick={() =>
                  onBatch({
                    of: 'syringes',
                    syringeIds: chosen.map(({ syringeId }) => syringeId),
                    codes: chosen.map(({ code }) => code),
                    entered: chosen.every(({ code }) => scanned.includes(code)) ? 'scanned' : 'typed',
                  })
                }
              >
                {t('disposal.destroy_syringes', { count: chosen.length })}
              </Button>
            </Group>
          ) : null}
        </Stack>
      )}
    </section>
  )
}

type DoneBatch = {
  readonly batchId: string
  readonly at: string
  readonly by: string
  readonly witness?: string
  readonly authorisation: string
  readonly title: string
  readonly kind: 'vials_certificate' | 'syringes_certificate'
}

/** Batches that were made, the latest first; each prints its certificate. */
function Done({ vials, syringes }: { vials?: Vials; syringes?: Syringes }) {
  const { t } = useTranslation('accounts')
  const done: DoneBatch[] = [
    ...(vials?.batches ?? []).map((batch) => {
      const count = batch.lots.reduce((sum, { vialCodes }) => sum + vialCodes.length, 0)
      return { ...batch, title: t(`disposal.${batch.kind}`, { count }), kind: 'vials_certificate' as const }
    }),
    ...(syringes?.batches ?? []).map((batch) => {
      const title = t('disposal.destroyed_syringes', { count: batch.syringeIds.length })
      return { ...batch, title, kind: 'syringes_certificate' as const }
    }),
  ].sort((one, other) => (one.at < other.at ? 1 : -1))
  if (done.length === 0) return null
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t('disposal.done')}
      </Title>
      <ul className={classes.list}>
        {done.map(({ batchId, at, by, witness, authorisation, title, kind }) => (
          <li key={batchId} className={classes.row}>
            <div>
              <Text fw={600}>{title}</Text>
              <Text component="div" className="quiet" size="sm">
                <Moment at={at} plain /> · <Person id={by} />
                {witness === undefined ? null : (
                  <>
                    {' · '}
                    <Person id={witness} />
                  </>
                )}
                {' · '}
                <bdi>{authorisation}</bdi>
              </Text>
            </div>
            <DocumentButtons document={{ kind, batchId }} print={t('disposal.certificate')} />
          </li>
        ))}
      </ul>
    </section>
  )
}
