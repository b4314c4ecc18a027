import { Alert, Modal, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconAlertOctagon, IconLock, IconMessageExclamation } from '@tabler/icons-react'
import { Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import { request, useAnswer, useStatus } from '../api.ts'
import { type Place, useNavigate, usePlace } from '../navigation.tsx'
import { PeopleProvider } from '../parts/person.tsx'
import { useScan } from '../parts/scan.tsx'
import { places } from '../places.tsx'
import { AboutText } from './about.tsx'
import classes from './frame.module.css'
import { GoAnywhere } from './go-anywhere.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'

/** The frame around everybody's work: bar above, rail at the start side, the place in the middle. */
export function Frame() {
  const { t } = useTranslation('shell')
  const place = usePlace()
  const status = useStatus()
  const file = status?.file
  const role = status?.member?.role
  const navigate = useNavigate()
  const [going, setGoing] = useState(false)
  const [about, setAbout] = useState(false)
  const main = useRef<HTMLElement>(null)
  const find = useFind()
  useHotkeys(
    [
      ['mod+K', () => setGoing(true)],
      ['mod+L', () => void request('lock', undefined)],
      // An emergency is one key away from anywhere, for those who may break a blind.
      [
        'mod+B',
        () => (role !== undefined && terms.BreakBlind.roles.includes(role) ? navigate({ screen: 'break' }) : undefined),
      ],
    ],
    [],
  )
  useScan((code) => void find(code), true, 'outermost')
  // Somebody who works by keyboard goes on in the new place, from its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place is what it is about.
  useEffect(() => {
    main.current?.scrollTo({ top: 0 })
    // A field that took the focus as its screen came up keeps it.
    if (main.current?.contains(document.activeElement) !== true) main.current?.focus({ preventScroll: true })
  }, [place.screen, place.about])
  const Here = places[place.screen]
  const key = `${place.screen} ${place.about ?? ''}`
  return (
    <PeopleProvider>
      <div className={file?.practice === true ? `${classes.frame} practice` : classes.frame}>
        <TopBar onFind={() => setGoing(true)} onAbout={() => setAbout(true)} />
        <Rail />
        <main ref={main} className={classes.main} tabIndex={-1}>
          <Alerts />
          <Suspense
            fallback={
              <Text p="lg" aria-busy>
                {t('frame.loading')}
              </Text>
            }
          >
            <Here key={key} {...(place.about === undefined ? {} : { about: place.about })} />
          </Suspense>
        </main>
        <Modal opened={going} onClose={() => setGoing(false)} title={t('go.title')} size="lg">
          {going ? <GoAnywhere onGone={() => setGoing(false)} onFind={find} /> : null}
        </Modal>
        <Modal opened={about} onClose={() => setAbout(false)} title={t('about.title')}>
          <AboutText />
        </Modal>
      </div>
    </PeopleProvider>
  )
}

/** Where a code leads. Returns whether it led anywhere; what the role cannot open is answered with one neutral sentence. */
function useFind(): (text: string) => Promise<boolean> {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  return useCallback(
    async (text: string) => {
      const reply = await request('ask', { question: { type: 'Find', text } })
      const place = reply.ok ? placeFound(reply.value) : undefined
      if (place === undefined) {
        notifications.show({ id: 'nothing-found', color: 'gray', message: t('go.nothing') })
        return false
      }
      if (reply.ok && 'voided' in reply.value && reply.value.voided === true)
        notifications.show({ color: 'red', message: t('go.voided') })
      navigate(place)
      return true
    },
    [navigate, t],
  )
}

function placeFound(found: object): Place | undefined {
  if ('syringeId' in found) return { screen: 'syringe', about: String(found.syringeId) }
  if ('vialCode' in found) return { screen: 'vial', about: String(found.vialCode) }
  if ('lotId' in found) return { screen: 'lot', about: String(found.lotId) }
  if ('number' in found) return { screen: 'participant', about: String(found.number) }
  return undefined
}

function Alerts() {
  const { t } = useTranslation('shell')
  const file = useStatus()?.file
  const { answer } = useAnswer<'Today'>({ type: 'Today' })
  const notices = answer?.openNotices.length ?? 0
  const mayAnswer = answer?.tasks.some((task) => task.kind === 'answer_notice') === true
  return (
    <>
      {file?.verification?.state === 'bad' ? (
        <Alert color="red" radius={0} icon={<IconAlertOctagon aria-hidden />} role="alert">
          {t('frame.verificationBad')}
        </Alert>
      ) : null}
      {file?.readOnly === true ? (
        <Alert color="gray" radius={0} icon={<IconLock aria-hidden />}>
          {t('frame.readOnlyText')}
        </Alert>
      ) : null}
      {notices > 0 ? (
        <Alert color="red" radius={0} icon={<IconMessageExclamation aria-hidden />} role="alert">
          <Text fw={650}>{t(mayAnswer ? 'frame.noticeAnswer' : 'frame.noticeAsk', { count: notices })}</Text>
        </Alert>
      ) : null}
    </>
  )
}
