import { ActionIcon, Badge, Button, Menu, Text, UnstyledButton } from '@mantine/core'
import {
  IconArrowLeft,
  IconArrowRight,
  IconInfoCircle,
  IconKey,
  IconLogout,
  IconSearch,
  IconUserCircle,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { request, useNow, useStatus } from '../api.ts'
import { clockTime, zoneName } from '../moments.ts'
import { useBack, useNavigate } from '../navigation.tsx'
import { useLanguage, useTimeZone } from '../parts/language.ts'
import { LanguageSwitch, SchemeSwitch } from '../parts/preferences.tsx'
import { switchSounds, useSoundsOn } from '../parts/sounds.ts'
import { LockButton } from './lock-button.tsx'
import classes from './top-bar.module.css'

/** The bar above every screen: which study, in which state, and who is signed in. */
export function TopBar({ onFind, onAbout }: { onFind(): void; onAbout(): void }) {
  const { t } = useTranslation(['shell', 'common'])
  const language = useLanguage()
  const back = useBack()
  const status = useStatus()
  const file = status?.file
  const Back = language === 'fa' ? IconArrowRight : IconArrowLeft
  return (
    <header className={classes.bar}>
      <ActionIcon onClick={back} aria-label={t('frame.back')} title={t('frame.backKey')}>
        <Back size={20} aria-hidden />
      </ActionIcon>
      <Text fw={700} className="nowrap">
        <bdi>{status?.settings?.study.code ?? file?.name}</bdi>
      </Text>
      {file?.practice === true ? (
        <Badge size="lg" className={classes.badge}>
          {t('practice')}
        </Badge>
      ) : null}
      {file?.unblinded === true ? (
        <Badge size="lg" className={classes.unblinded ?? ''} title={t('unblindedText')}>
          {t('unblinded')}
        </Badge>
      ) : null}
      {file?.readOnly === true ? (
        <Badge size="lg" variant="outline" color="gray">
          {t('frame.readOnly')}
        </Badge>
      ) : null}
      <SiteClock />
      <div className={classes.space} />
      <Button
        variant="default"
        size="sm"
        leftSection={<IconSearch size={18} aria-hidden />}
        onClick={onFind}
        className={classes.narrow ?? ''}
        title={t('go.title')}
      >
        <span className={classes.words}>{t('go.button')}</span> <kbd className={classes.key}>Ctrl K</kbd>
      </Button>
      <LanguageSwitch />
      <SchemeSwitch />
      <PersonMenu onAbout={onAbout} />
      <LockButton />
    </header>
  )
}

function SiteClock() {
  const language = useLanguage()
  const timeZone = useTimeZone()
  const now = useNow(10_000)
  return (
    <Text size="sm" className={`quiet nowrap ${classes.clock}`} title={timeZone}>
      <bdi>{clockTime(now.toISOString(), language, timeZone)}</bdi> {zoneName(timeZone, language)}
    </Text>
  )
}

function PersonMenu({ onAbout }: { onAbout(): void }) {
  const { t } = useTranslation(['shell', 'common', 'scan'])
  const navigate = useNavigate()
  const soundsOn = useSoundsOn()
  const member = useStatus()?.member
  if (member === undefined) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className={classes.person} title={t('frame.you', { name: member.name })}>
          <IconUserCircle size={26} stroke={1.5} aria-hidden />
          <span className={classes.who}>
            <bdi className={classes.name}>{member.name}</bdi>
            <span className="quiet">{t(`common:role.${member.role}`)}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconKey size={18} aria-hidden />}
          onClick={() => navigate({ screen: 'members', about: 'passphrase' })}
        >
          {t('frame.changePassphrase')}
        </Menu.Item>
        <Menu.Item
          leftSection={soundsOn ? <IconVolumeOff size={18} aria-hidden /> : <IconVolume size={18} aria-hidden />}
          onClick={() => switchSounds(!soundsOn)}
        >
          {t(soundsOn ? 'scan:sound_off' : 'scan:sound_on')}
        </Menu.Item>
        <Menu.Item leftSection={<IconInfoCircle size={18} aria-hidden />} onClick={onAbout}>
          {t('about.title')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void request('close', undefined)}>
          {t('unlock.close')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
