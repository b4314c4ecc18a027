/** An independent reader of DataMatrix symbols, and the pictures it reads. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const require = createRequire(import.meta.url)

/** Gives the reader its program from disk; it would ask the network otherwise. */
export async function openReader(): Promise<void> {
  const wasmBinary = new Uint8Array(await readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  await prepareZXingModule({ overrides: { wasmBinary: wasmBinary.buffer }, fireImmediately: true })
}

/** All DataMatrix symbols in a PNG picture or in a bitmap, as a scanner sends them: text and identifier of the symbology. */
export async function symbols(picture: Uint8Array | ImageData) {
  const found = await readBarcodes(picture, { formats: ['DataMatrix'], tryHarder: true, textMode: 'Plain' })
  return found.filter((symbol) => symbol.isValid)
}

/** The texts of all DataMatrix symbols in a PNG picture or in a bitmap. */
export async function decode(picture: Uint8Array | ImageData): Promise<string[]> {
  return (await symbols(picture)).map((symbol) => symbol.text)
}
