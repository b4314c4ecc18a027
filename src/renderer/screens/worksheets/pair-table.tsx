import { useTranslation } from 'react-i18next'
import { arms } from '../../../core/registry/settings.ts'
import { type WrittenSheets, withoutWords } from '../../../core/stock/worksheets.ts'
import { useStatus } from '../../api.ts'
import { useBoth } from '../../parts/language.ts'
import { useSaid } from '../participant-words.ts'
import { usePlannedWords } from '../worksheet-words.ts'
import classes from './worksheets.module.css'

/** A pair to be read: what both products have in common once, the words of each side by side. */
export function PairTable({ sheets }: { sheets: WrittenSheets }) {
  const { t } = useTranslation(['worksheet', 'dose'])
  const both = useBoth()
  const said = useSaid()
  const planned = usePlannedWords()
  const settings = useStatus()?.settings
  return (
    <table className={classes.pair}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('step')}</th>
          {arms.map((arm) => (
            <th key={arm} scope="col">
              {settings === undefined ? arm : both(settings.arms[arm].product)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sheets.A.map((step, index) => {
          const plan = planned(withoutWords(step))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place; several may be of a kind.
            <tr key={index}>
              <td className={classes.place}>{said.count(index + 1)}</td>
              <th scope="row">
                {t(`dose:steps.${step.name}`)}
                {plan === undefined ? null : (
                  <span className={classes.plan}>
                    <bdi>{plan}</bdi>
                  </span>
                )}
                {step.name === 'inspect' ? <span className={classes.plan}>{both(step.standard)}</span> : null}
              </th>
              {arms.map((arm) => (
                <td key={arm}>{both(sheets[arm][index]?.instruction ?? step.instruction)}</td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
