import { ActionIcon, Button, Group, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconLanguage, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../api.ts'
import { switchLanguage } from '../i18n/index.ts'
import { useLanguage } from './language.ts'

/** Switches between English and Persian; the button is written in the language that it leads to. */
export function LanguageSwitch() {
  const language = useLanguage()
  const login = useStatus()?.member?.login
  const other = language === 'en' ? 'fa' : 'en'
  return (
    <Button
      variant="subtle"
      leftSection={<IconLanguage size={20} aria-hidden />}
      onClick={() => switchLanguage(other, login)}
      lang={other}
      px="sm"
    >
      {other === 'fa' ? 'فارسی' : 'English'}
    </Button>
  )
}

/** Switches between light and dark. */
export function SchemeSwitch() {
  const { t } = useTranslation('common')
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const label = t(scheme === 'dark' ? 'scheme.light' : 'scheme.dark')
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
      {scheme === 'dark' ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
    </ActionIcon>
  )
}

/** Language and colours, for screens without the frame. */
export function Preferences() {
  return (
    <Group gap={4} justify="flex-end">
      <LanguageSwitch />
      <SchemeSwitch />
    </Group>
  )
}
