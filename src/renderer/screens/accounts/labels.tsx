import { Badge, Button, Checkbox, Group, Modal, Radio, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../core/books.ts'
import { type LabelEnd, labelEnds } from '../../../core/clinic/events.ts'
import type { LabelAccountAnswer, LabelAccountRow, OpenLabel } from '../../../core/clinic/labels.ts'
import { terms } from '../../../core/decide.ts'
import { useSubmit } from '../../api.ts'
import { Count } from '../../parts/amount.tsx'
import { Code } from '../../parts/code.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Moment } from '../../parts/moment.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { type Column, Table, usePaged } from '../../parts/table.tsx'
import { useSaid } from '../participant-words.ts'
import { DocumentButtons } from '../prepare-labels.tsx'
import classes from './accounts.module.css'

const counted = ['applied', 'spoiled', 'destroyed', 'printed'] as const

/** What became of every label that was printed, by participant and in all; what is left open is said here (L7). */
export function LabelsScreen({ role, switcher }: { role: Role; switcher: ReactNode }) {
  const { t } = useTranslation('accounts')
  const rows = usePaged<LabelAccountRow>({ type: 'LabelAccount' })
  const answer = rows.first as LabelAccountAnswer | undefined
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [saying, setSaying] = useState(false)
  const columns = useColumns()
  const may = terms.AccountForLabels.roles.includes(role)
  const open = answer?.open ?? []
  const left = chosen.filter((serial) => open.some((label) => label.serial === serial))
  return (
    <Screen
      title={t('title')}
      about={t('labels.lead')}
      help={t('labels.help')}
      actions={<DocumentButtons document={{ kind: 'label_account' }} print={t('labels.print')} />}
      {...(may
        ? {
            primary: (
              <Button disabled={left.length === 0} onClick={() => setSaying(true)}>
                {t('labels.say')}
              </Button>
            ),
          }
        : {})}
    >
      <Stack gap="md">
        {switcher}
        {answer === undefined ? null : answer.counts.total === 0 ? (
          <Empty title={t('labels.empty')} next={t('labels.empty_next')} />
        ) : (
          <>
            <Text fw={600} size="lg">
              {t('labels.equation', { ...answer.counts })}
            </Text>
            <OpenLabels open={open} chosen={left} {...(may ? { onChoose: setChosen } : {})} />
            <Table label={t('parts.labels')} columns={columns} rows={rows} keyOf={(row) => row.number} height="20rem" />
          </>
        )}
      </Stack>
      <SayDialog
        opened={saying}
        labels={open.filter(({ serial }) => left.includes(serial))}
        onClose={() => setSaying(false)}
        onDone={() => {
          setSaying(false)
          setChosen([])
        }}
      />
    </Screen>
  )
}

function useColumns(): Column<LabelAccountRow>[] {
  const { t } = useTranslation('accounts')
  const said = useSaid()
  const count = (key: 'total' | (typeof counted)[number], title: string): Column<LabelAccountRow> => ({
    key,
    title,
    width: 0.8,
    align: 'end',
    cell: ({ counts }) => <Count value={counts[key]} />,
    text: ({ counts }) => String(counts[key]),
  })
  return [
    {
      key: 'number',
      title: t('labels.participant'),
      cell: ({ number }) => <strong>{said.number(number)}</strong>,
      text: ({ number }) => String(number),
    },
    count('total', t('labels.printed')),
    ...counted.map((state) => count(state, t(state === 'printed' ? 'labels.open' : `labels.${state}`))),
  ]
}

type OpenLabelsProps = {
  readonly open: readonly OpenLabel[]
  readonly chosen: readonly string[]
  onChoose?(serials: readonly string[]): void
}

function OpenLabels({ open, chosen, onChoose }: OpenLabelsProps) {
  const { t } = useTranslation(['accounts', 'dose'])
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t('labels.to_say')}
      </Title>
      {open.length === 0 ? (
        <Empty title={t('labels.nothing')} next={t('labels.nothing_next')} />
      ) : (
        <ul className={classes.list}>
          {open.map((label) => {
            const name = (
              <span>
                <Code value={label.serial} /> · {t('labels.of', { number: label.number })}
              </span>
            )
            return (
              <li key={label.serial} className={classes.row}>
                <div>
                  {onChoose === undefined ? (
                    name
                  ) : label.inUse ? (
                    <span className={classes.unchosen}>{name}</span>
                  ) : (
                    <Checkbox
                      checked={chosen.includes(label.serial)}
                      onChange={(event) =>
                        onChoose(
                          event.currentTarget.checked
                            ? [...chosen, label.serial]
                            : chosen.filter((one) => one !== label.serial),
                        )
                      }
                      label={name}
                    />
                  )}
                  <Text size="sm" className={`quiet ${onChoose === undefined ? '' : classes.unchosen}`}>
                    <Moment at={label.printedAt} />
                    {label.inUse ? ` · ${t('labels.in_use')}` : ''}
                    {label.reason === '' ? null : (
                      <>
                        {' · '}
                        <bdi>{label.reason}</bdi>
                      </>
                    )}
                  </Text>
                </div>
                <Badge
                  variant="light"
                  tt="none"
                  {...(label.state === 'spoiled' ? { color: 'gray' } : { color: 'amber', c: 'var(--amber-ink)' })}
                >
                  {t(`dose:labels.state.${label.state}`)}
                </Badge>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

type SayDialogProps = {
  readonly opened: boolean
  readonly labels: readonly OpenLabel[]
  onClose(): void
  onDone(): void
}

function SayDialog(props: SayDialogProps) {
  const { t } = useTranslation(['accounts', 'common'])
  const { opened, onClose } = props
  return (
    <Modal opened={opened} onClose={onClose} title={t('labels.title')} size="lg">
      {opened ? <SayForm {...props} /> : null}
    </Modal>
  )
}

function SayForm({ labels, onClose, onDone }: SayDialogProps) {
  const { t } = useTranslation(['accounts', 'dose', 'common'])
  const { submit, busy } = useSubmit()
  const [became, setBecame] = useState<LabelEnd>('destroyed')
  const [note, setNote] = useState('')
  const form = useFormRefusal(['note'])
  // A spoiled label has only one way left to go.
  const ends = labels.some(({ state }) => state === 'spoiled') ? (['destroyed'] as const) : labelEnds
  const record = async (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (busy) return
    const reply = await submit({
      type: 'AccountForLabels',
      serials: labels.map(({ serial }) => serial),
      became,
      note: note.trim(),
    })
    if (reply.ok) onDone()
    else if ('refusal' in reply) form.refuse(reply.refusal)
  }
  return (
    <form noValidate onSubmit={record}>
      <Stack gap="md">
        <Group gap="md">
          <Text fw={600}>{t('labels.chosen', { count: labels.length })}</Text>
          {labels.map(({ serial }) => (
            <Code key={serial} value={serial} />
          ))}
        </Group>
        <Radio.Group label={t('labels.became')} value={became} onChange={(value) => setBecame(value as LabelEnd)}>
          <Group mt="xs">
            {ends.map((end) => (
              <Radio key={end} value={end} label={t(`dose:labels.state.${end}`)} />
            ))}
          </Group>
        </Radio.Group>
        <TextInput
          label={t('labels.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={200}
          {...form.field('note')}
          required={became !== 'applied'}
          data-autofocus
        />
        {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
        <Group justify="space-between">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('labels.act', { became: t(`dose:labels.state.${became}`) })}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
