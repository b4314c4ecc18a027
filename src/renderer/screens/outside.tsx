import type { ReactNode } from 'react'
import { Preferences } from '../parts/preferences.tsx'
import classes from './outside.module.css'

/** The page of every screen on which nobody is signed in. */
export function Outside({ children, practice = false }: { children: ReactNode; practice?: boolean }) {
  return (
    <div className={practice ? `${classes.page} practice` : classes.page}>
      <div className={classes.corner}>
        <Preferences />
      </div>
      <main className={classes.main}>{children}</main>
    </div>
  )
}
