import { Alert, Modal, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconAlertOctagon, IconLock, IconMessageExclamation } from '@tabler/icons-react'
import { Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import { request, useAnswer, useStatus } from '../api.ts'
import { type Place, useNavigate, usePlace } from '../navigation.tsx'
import { type Identified, identify } from '../parts/identify.ts'
import { PeopleProvider } from '../parts/person.tsx'
import { useScan } from '../parts/scan.tsx'
import { ScanAnswerNote } from '../parts/scan-answer.tsx'
import { places } from '../places.tsx'
import { AboutText } from './about.tsx'
import classes from './frame.module.css'
import { GoAnywhere } from './go-anywhere.tsx'
import { InUseStrip } from './in-use-strip.tsx'
import { isDialogOpen, useLostFocus } from './lost-focus.ts'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'

/** The frame around everybody's work: bar above, rail at the start side, the place in the middle. */
export function Frame() {
  const { t } = useTranslation(['shell', 'common'])
  const place = usePlace()
  const status = useStatus()
  const file = status?.file
  const role = status?.member?.role
  const navigate = useNavigate()
  const [going, setGoing] = useState(false)
  const [about, setAbout] = useState(false)
  const main = useRef<HTMLElement>(null)
  const find = useFind()
  const goTo = async (text: string) => {
    const { went, problem } = await find(text)
    if (problem !== undefined) notifications.show({ id: 'found', color: went ? 'red' : 'gray', message: problem })
    return went
  }
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
  const { t: scanned } = useTranslation('scan')
  useScan(
    async (code) => {
      // Whoever stands before a dialog must answer it first; a scan leads nowhere behind it.
      if (!going && isDialogOpen()) return scanned('fault.no_code_here')
      const { went, problem } = await find(code)
      if (went) setGoing(false)
      return problem
    },
    true,
    'anywhere',
  )
  // Somebody who works by keyboard goes on in the new place, from its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place is what it is about.
  useEffect(() => {
    main.current?.scrollTo({ top: 0 })
    // A field that took the focus as its screen came up keeps it.
    if (main.current?.contains(document.activeElement) !== true) main.current?.focus({ preventScroll: true })
  }, [place.screen, place.about])
  useLostFocus(main)
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
        <ScanAnswerNote />
        <Modal opened={going} onClose={() => setGoing(false)} title={t('go.title')} size="lg">
          {going ? <GoAnywhere onGone={() => setGoing(false)} onFind={goTo} /> : null}
        </Modal>
        <Modal opened={about} onClose={() => setAbout(false)} title={t('about.title')}>
          <AboutText />
        </Modal>
      </div>
    </PeopleProvider>
  )
}

type Found = { readonly went: boolean; readonly problem?: string }

/** Goes where a code leads, and says what is wrong with it; what the role cannot open is answered with one neutral sentence. */
function useFind(): (text: string) => Promise<Found> {
  const { t } = useTranslation(['shell', 'scan'])
  const navigate = useNavigate()
  return useCallback(
    async (text: string) => {
      const found = await identify(text)
      if (found === undefined) return { went: false, problem: t('go.nothing') }
      navigate(placeOfFound(found))
      const isVoid = found.kind === 'syringe' && found.voided
      return isVoid ? { went: true, problem: t('scan:void_label') } : { went: true }
    },
    [navigate, t],
  )
}

function placeOfFound(found: Identified): Place {
  switch (found.kind) {
    case 'syringe':
      return { screen: 'syringe', about: found.syringeId }
    case 'lot':
      return { screen: 'vial', about: found.vialCode }
    case 'participant':
    case 'receipt':
      return { screen: 'participant', about: String(found.number) }
  }
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
      <InUseStrip doses={answer?.doses ?? []} />
      {notices > 0 ? (
        <Alert color="red" radius={0} icon={<IconMessageExclamation aria-hidden />} role="alert">
          <Text fw={650}>{t(mayAnswer ? 'frame.noticeAnswer' : 'frame.noticeAsk', { count: notices })}</Text>
        </Alert>
      ) : null}
    </>
  )
}
