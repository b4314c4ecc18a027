import { useTranslation } from 'react-i18next'
import type { RecordLine, RecordPage, StruckReceipt } from '../../../core/accounts/record.ts'
import { initialsOf } from '../../../core/text.ts'
import { Count } from '../../parts/amount.tsx'
import { Code } from '../../parts/code.tsx'
import { EnteredMark } from '../../parts/entered.tsx'
import { Moment } from '../../parts/moment.tsx'
import { type Column, type Rows, Table } from '../../parts/table.tsx'
import { usePeople, useSaid } from '../participant-words.ts'
import { ReceiptChanges, useCorrectedBy } from '../shelf/receipt-changes.tsx'
import classes from './accounts.module.css'

/** Heights of a row in pixels; one of a corrected receipt has more to say. */
const plainRow = 84
const correctedRow = 136

export type Form = 'stock' | 'site' | 'full'

type RecordTableProps = {
  readonly form: Form
  readonly rows: Rows<RecordLine> & { readonly first: unknown }
  /** What of the window's height is not the table's. */
  readonly spare: string
  onOpen?(line: RecordLine): void
}

/** The lines of a record, each with the balance after it; what was corrected stands struck through. */
export function RecordTable({ form, rows, spare, onOpen }: RecordTableProps) {
  const { t } = useTranslation('accounts')
  const isCorrected = (rows.first as RecordPage | undefined)?.rows.some(({ struck }) => struck !== undefined) === true
  const rowHeight = isCorrected ? correctedRow : plainRow
  return (
    <Table
      label={t('record.title')}
      columns={useColumns(form)}
      rows={rows}
      keyOf={(line) => line.line}
      rowHeight={rowHeight}
      height={`min(calc(100vh - ${spare}), ${rows.total * rowHeight + 44}px)`}
      {...(onOpen === undefined ? {} : { onOpen })}
    />
  )
}

/** The words for what a line records: a lot's movements are called as on its own page. */
export function kindKey(form: Form, what: RecordLine['what']): string {
  if (form === 'site') return what === 'released' ? 'kinds.handed_over' : `kinds.${what}`
  return what === 'dispensed' || what === 'abandoned' ? `kinds.${what}` : `stock:movements.${what}`
}

type ReceiptProps = { readonly line: RecordLine; correctedBy(one: StruckReceipt): string }

/** What a receipt said before it was corrected, and what its correction says. */
function Receipt({ line: { receipt = [], struck = [] }, correctedBy }: ReceiptProps) {
  const corrections = [...Map.groupBy(struck, ({ at }) => at)]
  return (
    <>
      {receipt.length === 0 ? null : (
        <span className={classes.small}>
          <ReceiptChanges changes={receipt} className={classes.change} />
        </span>
      )}
      {corrections.map(([at, its]) => (
        <span key={at} className={classes.small} title={its.slice(0, 1).map(correctedBy).join('')}>
          <ReceiptChanges changes={its} className={classes.change} />
          <span className={`${classes.note} quiet nowrap`}>{its.slice(0, 1).map(correctedBy)}</span>
        </span>
      ))}
    </>
  )
}

function useColumns(form: Form): Column<RecordLine>[] {
  const { t } = useTranslation(['accounts', 'stock'])
  const people = usePeople()
  const correctedBy = useCorrectedBy()
  const said = useSaid()
  const what = (line: RecordLine) => {
    const name = t(kindKey(form, line.what))
    const isMore = line.moved > 0 && line.moved !== Math.abs(line.quantity) && form !== 'site'
    return isMore ? t('record.moved', { name, count: line.moved }) : name
  }
  const signed = (quantity: number) =>
    quantity === 0 ? said.count(0) : `${quantity > 0 ? '+' : '−'}${said.count(Math.abs(quantity))}`
  const corrected = ({ corrections }: RecordLine) => {
    const last = corrections.at(-1)
    return last === undefined
      ? ''
      : t('record.corrected', { name: people(last.by), at: said.moment(last.at), reason: last.reason })
  }
  const places = ({ places: of }: RecordLine) => {
    const named = (fits: (vials: number) => boolean) =>
      of.filter(({ vials }) => fits(vials)).map(({ storagePlace }) => `\u2068${storagePlace}\u2069`)
    const [from, to] = [named((vials) => vials < 0), named((vials) => vials > 0)]
    const list = (names: string[]) => names.join(t('record.place_comma'))
    return from.length > 0 && to.length > 0
      ? t('record.carried', { from: list(from), to: list(to) })
      : list(named(() => true))
  }
  const participant = ({ participant: of }: RecordLine) =>
    of === undefined ? '' : of.initials === '' ? said.number(of.number) : `${said.number(of.number)} · ${of.initials}`
  const columns: (Column<RecordLine> | undefined)[] = [
    {
      key: 'line',
      title: t('record.line'),
      width: 0.4,
      cell: (line) => <Count value={line.line} />,
      text: (line) => String(line.line),
    },
    {
      key: 'at',
      title: t('record.date'),
      width: 1.5,
      cell: (line) => <Moment at={line.at} plain />,
      text: (line) => said.moment(line.at),
    },
    form === 'stock'
      ? undefined
      : {
          key: 'participant',
          title: t('record.participant'),
          width: 0.8,
          cell: (line) => <bdi>{participant(line)}</bdi>,
          text: participant,
        },
    {
      key: 'what',
      title: t('record.what'),
      width: 2.2,
      cell: (line) => (
        <div>
          <strong>{what(line)}</strong>
          <EnteredMark {...line} />
          {line.note === '' && places(line) === '' ? null : (
            <span className={classes.note} title={[...line.corrections.map(({ was }) => was), line.note].join(' → ')}>
              {places(line) === '' ? null : (
                <span className="quiet">
                  <bdi>{places(line)}</bdi>
                  {line.note === '' ? '' : ' · '}
                </span>
              )}
              {line.corrections.map(({ was, at }) => (
                <s key={at} className={classes.struck}>
                  <bdi>{was}</bdi>{' '}
                </s>
              ))}
              <bdi>{line.note}</bdi>
            </span>
          )}
          <Receipt line={line} correctedBy={correctedBy} />
          {line.corrections.length === 0 ? null : (
            <span className={`${classes.note} quiet nowrap`} title={corrected(line)}>
              {corrected(line)}
            </span>
          )}
        </div>
      ),
      text: (line) => [what(line), places(line), ...line.corrections.map(({ was }) => `[${was}]`), line.note].join(' '),
    },
    form === 'stock'
      ? undefined
      : {
          key: 'dose',
          title: t('record.dose'),
          width: 0.8,
          cell: (line) => (
            <bdi>
              {line.microlitres === undefined
                ? ''
                : t('common:amount.millilitres', { volume: said.count(line.microlitres / 1000) })}
            </bdi>
          ),
          text: (line) => (line.microlitres === undefined ? '' : String(line.microlitres / 1000)),
        },
    {
      key: 'quantity',
      title: t('record.quantity'),
      width: 0.6,
      align: 'end',
      cell: (line) => <bdi dir="ltr">{signed(line.quantity)}</bdi>,
      text: (line) => String(line.quantity),
    },
    {
      key: 'balance',
      title: t('record.balance'),
      width: 0.6,
      align: 'end',
      cell: (line) => <Count value={line.balance} />,
      text: (line) => String(line.balance),
    },
    form === 'site'
      ? {
          key: 'code',
          title: t('record.code'),
          width: 1.5,
          cell: (line) => (line.code === undefined ? '' : <Code value={line.code} />),
          text: (line) => line.code ?? '',
        }
      : {
          key: 'lot',
          title: t('record.lot'),
          width: 1.6,
          cell: (line) =>
            line.lot === undefined ? (
              ''
            ) : (
              <span>
                <bdi className="ltr nowrap">{line.lot.lotNumber}</bdi>
                <br />
                <bdi className="quiet nowrap">{line.lot.manufacturer}</bdi>
              </span>
            ),
          text: (line) => `${line.lot?.lotNumber ?? ''} ${line.lot?.manufacturer ?? ''}`,
        },
    {
      key: 'by',
      title: t('record.by'),
      width: 0.5,
      cell: (line) => <bdi title={people(line.by)}>{initialsOf(people(line.by))}</bdi>,
      text: (line) => people(line.by),
    },
  ]
  return columns.filter((column) => column !== undefined)
}
