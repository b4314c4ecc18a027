import { IconCheck, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './verify-facts.module.css'

/** Something that the second person found now, beside what is recorded. */
export type FoundNow = {
  readonly key: string
  readonly shown: ReactNode
  readonly differs: boolean
}

export type FactRow = {
  readonly label: string
  readonly recorded: ReactNode
  readonly now: readonly FoundNow[]
  /** How many are to be found. */
  readonly needed: number
  /** Where the second person enters what they find. */
  readonly entry?: ReactNode
  /** Said instead of "agrees" where the comparison is made when it is signed. */
  readonly later?: string
}

/** What is recorded beside what was found now; what differs is red. */
export function SideBySide({ rows }: { rows: readonly FactRow[] }) {
  const { t } = useTranslation('dose')
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('verify.recorded')}</th>
          <th scope="col">{t('verify.now')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            <td>
              <span className={classes.codes}>{row.recorded}</span>
            </td>
            <td>
              <span className={row.entry === undefined ? classes.codes : classes.entry}>
                {row.entry}
                {row.now.map((found) => (
                  <Found key={found.key} found={found} later={row.later} />
                ))}
                {Array.from({ length: Math.max(0, row.needed - row.now.length) }, (_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: empty places are all alike.
                  <span key={index} className="quiet">
                    {t('prepare.code_missing')}
                  </span>
                ))}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Found({ found, later }: { found: FoundNow; later: string | undefined }) {
  const { t } = useTranslation('dose')
  const { shown, differs } = found
  const word = differs ? t('verify.differs') : (later ?? t('verify.agrees'))
  return (
    <span className={differs ? classes.differs : classes.agrees} data-differs={differs}>
      {shown}
      {differs ? <IconX aria-hidden size={18} /> : later === undefined ? <IconCheck aria-hidden size={18} /> : null}
      <span className={classes.word}>{word}</span>
    </span>
  )
}
