/** The thread that looks for a code in one picture after the other. */
import { parentPort, workerData } from 'node:worker_threads'
import { prepareZXingModule, type ZXingReaderModule, type ZXingReaderOptions } from 'zxing-wasm/reader'
import type { Seen } from './code-thread.ts'
import type { CameraPicture } from './picture.ts'

/** Of the reader's memory. A picture takes at most 1.2 MB, and what is made of it a few times as much. */
const mostBytes = 96 * 1024 * 1024

/** DataMatrix is what labels, cards, receipts and the codes of vials carry; nothing else that lies beside them is read. */
const options: ZXingReaderOptions = {
  formats: 'DataMatrix',
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  tryDownscale: true,
  tryDenoise: false,
  binarizer: 0,
  isPure: false,
  downscaleThreshold: 500,
  downscaleFactor: 3,
  minLineCount: 2,
  maxNumberOfSymbols: 1,
  validateOptionalChecksum: false,
  returnErrors: false,
  eanAddOnSymbol: 0,
  textMode: 0,
  characterSet: 0,
  tryCode39ExtendedMode: false,
}

/** The reader's memory (Emscripten), whose types this room does not know. */
type Memory = { readonly HEAPU8: Uint8Array; _malloc(bytes: number): number; _free(place: number): void }

// Without its program in hand the library would ask a server for it.
const { wasm } = workerData as { wasm: Uint8Array<ArrayBuffer> }
const reader = prepareZXingModule({
  overrides: { wasmBinary: wasm.buffer },
  fireImmediately: true,
}) as Promise<ZXingReaderModule & Memory>

/** The text of the code in a picture. The picture is overwritten, here and in the reader's memory. */
async function see({ width, height, grey }: CameraPicture): Promise<Seen> {
  const zxing = await reader
  const place = zxing._malloc(grey.length)
  if (place === 0) throw new Error('the reader of codes has no room for a picture')
  try {
    zxing.HEAPU8.set(grey, place)
    const found = zxing.readBarcodesFromPixmap(place, width, height, options)
    const text = found.size() === 0 ? undefined : found.get(0)?.text
    return text === undefined ? {} : { text }
  } finally {
    // The memory may have grown, and lie elsewhere, since it was written.
    zxing.HEAPU8.fill(0, place, place + grey.length)
    zxing._free(place)
    grey.fill(0)
  }
}

async function answer(picture: CameraPicture): Promise<void> {
  parentPort?.postMessage(await see(picture))
  if ((await reader).HEAPU8.length > mostBytes) process.exit()
}

// What goes wrong ends the thread, and whoever waits hears of it.
parentPort?.on('message', (picture: CameraPicture) => void answer(picture))
