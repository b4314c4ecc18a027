import { ActionIcon, Modal, Text, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconHelp } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './screen.module.css'

type ScreenProps = {
  readonly title: ReactNode
  /** One quiet line under the title. */
  readonly about?: ReactNode
  /** What `F1` says of this screen. */
  readonly help: string
  /** What else can be done here, quieter than the primary act. */
  readonly actions?: ReactNode
  /** The one primary button, which names what it records. */
  readonly primary?: ReactNode
  readonly children: ReactNode
}

/** A screen: title and help above, the work in the middle, its acts always at the bottom end. */
export function Screen({ title, about, help, actions, primary, children }: ScreenProps) {
  const { t } = useTranslation('common')
  const [helping, setHelping] = useState(false)
  useHotkeys([['F1', () => setHelping(true)]], [])
  return (
    <section className={classes.screen}>
      <header className={classes.header}>
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          {about === undefined ? null : (
            <Text component="div" className="quiet">
              {about}
            </Text>
          )}
        </div>
        <ActionIcon aria-label={t('screen.help')} title={t('screen.helpKey')} onClick={() => setHelping(true)}>
          <IconHelp aria-hidden />
        </ActionIcon>
      </header>
      <div className={classes.body}>{children}</div>
      {actions === undefined && primary === undefined ? null : (
        <footer className={classes.footer}>
          <div className={classes.actions}>{actions}</div>
          {primary}
        </footer>
      )}
      <Modal opened={helping} onClose={() => setHelping(false)} title={t('screen.help')}>
        <Text style={{ whiteSpace: 'pre-line' }}>{help}</Text>
      </Modal>
    </section>
  )
}
