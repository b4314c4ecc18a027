// What Chromium's invented camera shows: a label in somebody's hand, as a video of uncompressed pictures.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { labelElements } from '../../src/core/label-symbol.ts'
import { gs1DataMatrix, moduleWithin } from '../../src/main/documents/data-matrix.ts'
import { photographed, rasterised } from '../support/printed-symbol.ts'

/** A label printer's dots to the inch, and the side that its symbol has room for. */
const dotsPerInch = 203.2
const sideMillimetres = 14

/** The switches of a camera that shows the label of a syringe, printed at 203 dpi, turned and out of focus. */
export async function cameraThatShows(
  folder: string,
  { syringe, serial }: { readonly syringe: string; readonly serial: string },
): Promise<string[]> {
  const useBefore = new Date().toISOString()
  const symbol = gs1DataMatrix(labelElements({ syringeCode: syringe, serial, useBefore, timeZone: 'Asia/Tehran' }))
  const held = { width: 640, height: 480, scale: 1.4, degrees: 17, blur: 0.8 }
  const { width, height, grey } = photographed(
    rasterised(symbol, moduleWithin(symbol, sideMillimetres), dotsPerInch),
    held,
  )
  const noColour = Buffer.alloc((width * height) / 2, 128)
  const picture = [Buffer.from('FRAME\n'), grey, noColour]
  const path = join(folder, 'camera.y4m')
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)
  await writeFile(path, Buffer.concat([head, ...picture, ...picture]))
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${path}`]
}

/** The switches of two cameras that show no code. */
export const twoCameras = ['--use-fake-device-for-media-stream=device-count=2']
