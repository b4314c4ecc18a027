import { type RefObject, useEffect, useState } from 'react'
import type { RefusalName } from '../../../core/refusals.ts'
import type { Refusal } from '../../../core/result.ts'
import { request } from '../../api.ts'
import { type CameraDevice, camerasHere } from './cameras.ts'
import { greyFrame } from './grey-frame.ts'

/** Between two looks for a code, so that a few are made in a second. */
const pauseMilliseconds = 150
const wantedWidth = 1280
const wantedHeight = 960

export type Live = {
  readonly state: 'opening' | 'on' | 'over'
  /** Why there is no picture. */
  readonly refusal?: Refusal
  /** The cameras by their names, once one is open. */
  readonly cameras: readonly CameraDevice[]
  /** The camera that is open. */
  readonly cameraId?: string
}

const opening: Live = { state: 'opening', cameras: [] }

/** Why Chromium gave no camera. */
function ruleOf(error: unknown): RefusalName {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'camera_missing'
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'camera_refused' : 'camera_busy'
}

const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))

/**
 * Opens the camera with the shell's leave, shows its picture in a video, and looks for a code until one is read. Whatever
 * ends it, the camera is off and the leave is given back. `turn` counts how often it was asked for.
 */
export function useLivePicture(
  video: RefObject<HTMLVideoElement | null>,
  wanted: { readonly cameraId: string | undefined; readonly turn: number },
  onRead: (text: string) => void,
): Live {
  const [live, setLive] = useState(opening)
  const { cameraId, turn } = wanted
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn opens it anew; who hears of a code does not.
  useEffect(() => {
    let isOver = false
    let stream: MediaStream | undefined
    const stop = () => {
      isOver = true
      for (const track of stream?.getTracks() ?? []) track.stop()
      if (video.current !== null) video.current.srcObject = null
    }
    const end = (refusal: Refusal) => {
      if (isOver) return
      stop()
      void request('camera', { open: false })
      setLive({ state: 'over', refusal, cameras: [] })
    }
    const run = async () => {
      setLive(opening)
      const leave = await request('camera', { open: true })
      if (!leave.ok) return end('refusal' in leave ? leave.refusal : { rule: 'camera_not_open' })
      if (isOver) return
      stream = await pictureOf(cameraId)
      // Whoever closed the dialog meanwhile must not leave it on.
      if (isOver) return stop()
      const [track] = stream.getVideoTracks()
      track?.addEventListener('ended', () => end({ rule: 'camera_busy' }))
      if (video.current === null || track === undefined) return end({ rule: 'camera_busy' })
      video.current.srcObject = stream
      await video.current.play()
      setLive({ state: 'on', cameras: await camerasHere(), cameraId: track.getSettings().deviceId ?? '' })
      await lookForCode()
    }
    const lookForCode = async () => {
      const canvas = new OffscreenCanvas(1, 1)
      while (!isOver && video.current !== null) {
        const frame = greyFrame(video.current, canvas)
        if (frame !== undefined) {
          const asked = request('frame', frame)
          frame.grey.fill(0)
          const reply = await asked
          if (isOver) return
          if (!reply.ok) return end('refusal' in reply ? reply.refusal : { rule: 'camera_not_open' })
          const { text } = reply.value
          if (text !== undefined) {
            stop()
            await request('camera', { open: false })
            onRead(text)
            return
          }
        }
        await pause()
      }
    }
    run().catch((error: unknown) => end({ rule: ruleOf(error) }))
    return () => {
      if (isOver) return
      stop()
      void request('camera', { open: false })
    }
  }, [cameraId, turn])
  return live
}

/** The picture of a camera, without sound; of the one that looks away from whoever sits there, where it is one of several. */
function pictureOf(cameraId: string | undefined): Promise<MediaStream> {
  const which = cameraId === undefined ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: cameraId } }
  const video = { ...which, width: { ideal: wantedWidth }, height: { ideal: wantedHeight } }
  return navigator.mediaDevices.getUserMedia({ audio: false, video })
}
