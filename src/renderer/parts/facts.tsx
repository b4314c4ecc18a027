import type { ReactNode } from 'react'
import classes from './facts.module.css'

/** One fact as it is read back: what it is, and its value. */
export type Fact = { readonly label: string; readonly value: ReactNode }

/** Facts, one below the other, their values in line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
