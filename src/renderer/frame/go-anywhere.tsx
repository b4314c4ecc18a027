import { Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { CameraButton } from '../parts/camera/camera-button.tsx'
import classes from './go-anywhere.module.css'
import { railOf } from './rail-items.ts'

type GoProps = { onGone(): void; onFind(text: string): Promise<boolean> }

/** Goes to a screen by its name, or to whatever a code or a participant's number stands for. */
export function GoAnywhere({ onGone, onFind }: GoProps) {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const role = useStatus()?.member?.role
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const wanted = typed.trim().toLowerCase()
  const looksLikeCode = /[\d۰-۹]/.test(wanted)
  const matching = (role === undefined ? [] : railOf(role)).filter(
    ({ screen }) => !looksLikeCode && t(`screen.${screen}`).toLowerCase().includes(wanted),
  )
  const go = (index: number) => {
    const item = matching[index]
    if (item !== undefined) {
      navigate({ screen: item.screen })
      onGone()
    } else if (wanted !== '') void onFind(typed).then((found) => (found ? onGone() : undefined))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, matching.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0))
    else if (event.key === 'Enter') go(active)
    else return
    event.preventDefault()
  }
  return (
    <Stack gap="sm">
      <TextInput
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        leftSection={<IconSearch size={18} aria-hidden />}
        label={t('go.label')}
        data-autofocus
        data-scan="here"
        autoComplete="off"
      />
      <CameraButton />
      <div>
        {matching.map(({ screen, icon: Icon }, index) => (
          <button
            key={screen}
            type="button"
            className={index === active ? classes.active : classes.choice}
            onClick={() => go(index)}
          >
            <Icon size={20} stroke={1.7} aria-hidden /> {t(`screen.${screen}`)}
          </button>
        ))}
        {matching.length === 0 && wanted !== '' ? (
          <Text className="quiet" p="xs">
            {t('go.enter')}
          </Text>
        ) : null}
      </div>
    </Stack>
  )
}
