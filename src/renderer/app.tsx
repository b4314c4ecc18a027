import { useDirection } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request, useStatus } from './api.ts'
import { Frame } from './frame/frame.tsx'
import { directionOf, languageNow, languageOf, switchLanguage } from './i18n/index.ts'
import { NavigationProvider } from './navigation.tsx'
import { FaultNotes } from './parts/fault-notes.tsx'
import { CreateStudy } from './screens/create/create-study.tsx'
import { DamagedScreen } from './screens/damaged.tsx'
import { UnlockScreen } from './screens/unlock.tsx'
import { WelcomeScreen } from './screens/welcome.tsx'

/** What the window shows: a file to choose, a file to unlock, or somebody's work. */
export function App() {
  const status = useStatus()
  useDocumentLanguage()
  usePracticeAtStart()
  useEffect(() => {
    // The shell waits for this before it takes a picture of the first screen.
    if (status !== undefined && (status.startWith === undefined || status.file !== undefined))
      requestAnimationFrame(() => {
        document.documentElement.dataset.ready = 'true'
      })
  }, [status])
  if (status === undefined) return null
  return (
    <>
      <FaultNotes />
      <Stage />
    </>
  )
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
  if (creating) return <CreateStudy onDone={() => setCreating(false)} />
  if (file === undefined) return <WelcomeScreen onCreate={() => setCreating(true)} />
  if (file.damage !== undefined) return <DamagedScreen file={file} />
  if (member === undefined) return <UnlockScreen file={file} />
  return (
    <NavigationProvider key={member.memberId}>
      <Frame />
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
