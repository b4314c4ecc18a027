import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { IconCamera } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digits } from '../../moments.ts'
import { useLanguage } from '../language.ts'
import { RefusalNote } from '../refusal.tsx'
import classes from './camera-dialog.module.css'
import { useLivePicture } from './live-picture.ts'

/** The camera that was chosen last; forgotten with the window. */
let chosenId: string | undefined

type DialogProps = {
  readonly opened: boolean
  onClose(): void
  /** Takes the text of the code that was read. */
  onRead(text: string): void
}

/** Shows the picture of the camera until a code is read, or somebody closes it. */
export function CameraDialog({ opened, onClose, onRead }: DialogProps) {
  const { t } = useTranslation('scan')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('camera.title')}
      size="lg"
      // It is gone before what was read goes anywhere, and the focus is where it was; see `camera-button.tsx`.
      transitionProps={{ duration: 0 }}
      returnFocus={false}
      closeOnEscape={false}
    >
      {opened ? <LivePicture onClose={onClose} onRead={onRead} /> : null}
    </Modal>
  )
}

function LivePicture({ onClose, onRead }: Omit<DialogProps, 'opened'>) {
  const { t } = useTranslation(['scan', 'common'])
  const language = useLanguage()
  const video = useRef<HTMLVideoElement>(null)
  const [wanted, setWanted] = useState({ cameraId: chosenId, turn: 0 })
  const { state, refusal, cameras, cameraId } = useLivePicture(video, wanted, onRead)
  const openAgain = (id: string | undefined) => {
    chosenId = id
    setWanted(({ turn }) => ({ cameraId: id, turn: turn + 1 }))
  }
  return (
    <Stack gap="md">
      {refusal === undefined ? <Text>{t('camera.lead')}</Text> : <RefusalNote refusal={refusal} />}
      <div className={refusal === undefined ? classes.picture : classes.none}>
        <video ref={video} className={classes.video} aria-label={t('camera.picture')} muted playsInline />
        {state === 'on' ? <div className={classes.aim} aria-hidden /> : null}
      </div>
      {/* What is read politely must stand there before it says anything. */}
      <div className={refusal === undefined ? '' : classes.none}>
        <Text role="status" span>
          {refusal === undefined ? t(state === 'on' ? 'camera.on' : 'camera.opening') : ''}
        </Text>{' '}
        <Text span className="quiet">
          {t('camera.kept_nowhere')}
        </Text>
      </div>
      <Group justify="space-between" wrap="nowrap">
        {cameras.length > 1 ? (
          <NativeSelect
            aria-label={t('camera.which')}
            leftSection={<IconCamera size={20} aria-hidden />}
            value={cameraId}
            onChange={(event) => openAgain(event.currentTarget.value)}
            data={cameras.map(({ id, name }, index) => ({
              value: id,
              label: name === '' ? t('camera.unnamed', { number: digits(index + 1, language) }) : name,
            }))}
          />
        ) : (
          <span />
        )}
        <Group gap="sm" wrap="nowrap">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common:cancel')}
          </Button>
          {state === 'over' ? (
            // A camera that is not there any more is not asked for again.
            <Button onClick={() => openAgain(undefined)}>{t('camera.again')}</Button>
          ) : null}
        </Group>
      </Group>
    </Stack>
  )
}
