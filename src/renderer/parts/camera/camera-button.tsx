import { Button } from '@mantine/core'
import { IconCamera } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readsCodes } from '../../../core/books.ts'
import { useStatus } from '../../api.ts'
import { takeScan } from '../scan.tsx'
import { useIsUnblinded } from '../unblinded-frame.tsx'
import { CameraDialog } from './camera-dialog.tsx'
import { useHasCamera } from './cameras.ts'

/** Closes the dialog that is open. */
let close: (() => void) | undefined

// Escape closes this dialog and none beneath it. Those listen on the window too, from when they open: this comes first.
window.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== 'Escape' || event.isComposing || close === undefined) return
    event.stopImmediatePropagation()
    event.preventDefault()
    close()
  },
  true,
)

/**
 * Reads a code with the camera, for want of a scanner; what is read goes where a scan would go. It stands where the machine
 * has a camera and nothing on screen tells an arm.
 */
export function CameraButton({ disabled = false }: { readonly disabled?: boolean }) {
  const { t } = useTranslation('scan')
  const button = useRef<HTMLButtonElement>(null)
  const role = useStatus()?.member?.role
  const hasCamera = useHasCamera()
  const isUnblinded = useIsUnblinded()
  const [opened, setOpened] = useState(false)
  const [read, setRead] = useState<string>()
  useEffect(() => {
    if (!opened) return
    const mine = () => {
      setOpened(false)
      button.current?.focus()
    }
    close = mine
    return () => {
      if (close === mine) close = undefined
    }
  }, [opened])
  // The dialog is off the screen by now; no scan leads away from behind one.
  useEffect(() => {
    if (opened || read === undefined) return
    setRead(undefined)
    takeScan(read)
  }, [opened, read])
  // A camera that is unplugged while it is open says so in the dialog.
  if ((!hasCamera && !opened) || isUnblinded || role === undefined || !readsCodes(role)) return null
  return (
    <>
      <Button
        ref={button}
        variant="subtle"
        leftSection={<IconCamera size={20} aria-hidden />}
        onClick={() => setOpened(true)}
        disabled={disabled}
        w="fit-content"
        px="xs"
        mt={4}
      >
        {t('camera.button')}
      </Button>
      <CameraDialog
        opened={opened}
        onClose={() => close?.()}
        onRead={(text) => {
          close?.()
          setRead(text)
        }}
      />
    </>
  )
}
