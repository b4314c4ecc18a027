import { IconCheck, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Code } from '../parts/code.tsx'
import type { Scan } from './prepare-scan.tsx'
import classes from './verify-facts.module.css'

type Row = {
  readonly label: string
  readonly recorded: ReactNode
  readonly now: readonly Scan[]
  readonly needed: number
  differs(code: string): boolean
  /** Said instead of "agrees" where the comparison is made when it is signed. */
  readonly later?: string
}

/** What is recorded beside what was scanned now; what differs is red. */
export function SideBySide({ rows }: { rows: readonly Row[] }) {
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
              <span className={classes.codes}>
                {row.now.map(({ code }) => (
                  <Scanned key={code} code={code} row={row} />
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

function Scanned({ code, row }: { code: string; row: Row }) {
  const { t } = useTranslation('dose')
  const differs = row.differs(code)
  const word = differs ? t('verify.differs') : (row.later ?? t('verify.agrees'))
  return (
    <span className={differs ? classes.differs : classes.agrees} data-differs={differs}>
      <Code value={code} />
      {differs ? <IconX aria-hidden size={18} /> : row.later === undefined ? <IconCheck aria-hidden size={18} /> : null}
      <span className={classes.word}>{word}</span>
    </span>
  )
}
