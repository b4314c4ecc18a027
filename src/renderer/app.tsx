import { MantineThemeProvider, useDirection } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../core/books.ts'
import { request, useStatus } from './api.ts'
import { directionOf, languageNow, languageOf, switchLanguage } from './i18n/index.ts'
import { KeptProvider } from './kept.tsx'
import { NavigationProvider, type Place } from './navigation.tsx'
import { useCleanTyping } from './parts/clean-typing.ts'
import { FaultNotes } from './parts/fault-notes.tsx'
import { soundsOf } from './parts/sounds.ts'
import { UnlockScreen } from './screens/unlock.tsx'
import { WelcomeScreen } from './screens/welcome.tsx'

// What the first screen does not need is loaded when it is needed, so that the window is painted sooner.
const Frame = lazy(async () => ({ default: (await import('./frame/frame.tsx')).Frame }))
const CreateStudy = lazy(async () => ({ default: (await import('./screens/create/create-study.tsx')).CreateStudy }))
const DamagedScreen = lazy(async () => ({ default: (await import('./screens/damaged.tsx')).DamagedScreen }))

/** What the window shows: a file to choose, a file to unlock, or somebody's work. */
export function App() {
  const status = useStatus()
  useDocumentLanguage()
  usePracticeAtStart()
  useCleanTyping()
  useEffect(() => {
    // The shell waits for this before it takes a picture of the first screen.
    if (status !== undefined && (status.startWith === undefined || status.file !== undefined))
      requestAnimationFrame(() => {
        document.documentElement.dataset.ready = 'true'
      })
  }, [status])
  const named = useNamedButtons()
  if (status === undefined) return null
  return (
    <MantineThemeProvider theme={named}>
      <FaultNotes />
      <Suspense fallback={null}>
        <Stage />
      </Suspense>
    </MantineThemeProvider>
  )
}

/** The button that closes a dialog has a name, in the language of the window. */
function useNamedButtons() {
  const { t } = useTranslation('common')
  const close = t('close')
  return useMemo(
    () => ({ components: { Modal: { defaultProps: { closeButtonProps: { 'aria-label': close } } } } }),
    [close],
  )
}

/** Inspectors start from their questions, everybody else from the day. */
function startOf(role: Role): Place {
  return { screen: role === 'blinded_inspector' || role === 'unblinded_inspector' ? 'inspection' : 'today' }
}

function Stage() {
  const status = useStatus()
  const [creating, setCreating] = useState(false)
  const file = status?.file
  const member = status?.member
  const login = member?.login
  useEffect(() => {
    const preferred = login === undefined ? undefined : languageOf(login)
    if (preferred !== undefined && preferred !== languageNow()) switchLanguage(preferred, login)
  }, [login])
  useEffect(() => soundsOf(login), [login])
  // Whatever was said to one person is not left on screen for the next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new sign-in is what it is about.
  useEffect(() => notifications.clean(), [login])
  if (creating) return <CreateStudy onDone={() => setCreating(false)} />
  if (file === undefined) return <WelcomeScreen onCreate={() => setCreating(true)} />
  if (file.damage !== undefined) return <DamagedScreen file={file} />
  if (member === undefined) return <UnlockScreen file={file} />
  return (
    <NavigationProvider key={member.memberId} start={startOf(member.role)}>
      <KeptProvider>
        <Frame />
      </KeptProvider>
    </NavigationProvider>
  )
}

/** Mantine mirrors its components by a direction of its own. */
function useDocumentLanguage(): void {
  const { i18n } = useTranslation()
  const { setDirection } = useDirection()
  const language = i18n.language
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language is what it is about.
  useEffect(() => setDirection(directionOf(languageNow())), [language, setDirection])
}

/** `npm start -- --practice` opens straight into the practice study. */
function usePracticeAtStart(): void {
  const status = useStatus()
  const wanted = status?.startWith === 'practice' && status.file === undefined
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    if (!wanted || asked) return
    setAsked(true)
    void request('practice', { fresh: false })
  }, [wanted, asked])
}
