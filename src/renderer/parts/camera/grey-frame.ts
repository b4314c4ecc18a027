import { mostFrameHeight, mostFrameWidth } from '../../../contract/frame.ts'
import type { Requests } from '../../../contract/requests.ts'

/** Of 256: how bright red, green and blue are to an eye (ITU-R BT.601). */
const weights = { red: 77, green: 150, blue: 29 }

/** What a video shows now, in grey, no larger than may cross the bridge; undefined before its first picture. */
export function greyFrame(video: HTMLVideoElement, canvas: OffscreenCanvas): Requests['frame'] | undefined {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined
  const scale = Math.min(1, mostFrameWidth / videoWidth, mostFrameHeight / videoHeight)
  const width = Math.max(1, Math.floor(videoWidth * scale))
  const height = Math.max(1, Math.floor(videoHeight * scale))
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return undefined
  context.drawImage(video, 0, 0, width, height)
  const { data } = context.getImageData(0, 0, width, height)
  context.clearRect(0, 0, width, height)
  const grey = new Uint8Array(width * height)
  for (let point = 0, at = 0; point < grey.length; point += 1, at += 4)
    grey[point] =
      (weights.red * (data[at] ?? 0) + weights.green * (data[at + 1] ?? 0) + weights.blue * (data[at + 2] ?? 0)) >> 8
  data.fill(0)
  return { width, height, grey }
}
