// Readers for the two containers the development runtime comes in, and a writer for the one its launcher goes into.

import { promisify } from 'node:util'
import { gunzipSync, inflateRaw } from 'node:zlib'

const inflate = promisify(inflateRaw)

/** The content of one file in a gzipped tar. */
export function fileInTarball(tarball, name) {
  const tar = gunzipSync(tarball)
  for (let at = 0; at + 512 <= tar.length; ) {
    const header = tar.subarray(at, at + 512)
    const entry = header.toString('utf8', 0, 100).replace(/\0.*$/s, '')
    if (entry === '') break
    const size = Number.parseInt(header.toString('latin1', 124, 136), 8)
    if (entry === name) return tar.subarray(at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  throw new Error(`the archive holds no ${name}`)
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const SYMBOLIC_LINK = 0o120000

/** The entries of a zip: name, mode, whether it is a link, and a function that unpacks the content. */
export function entriesOfZip(zip) {
  let end = zip.length - 22
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end--
  if (end < 0) throw new Error('this is no zip')
  const count = zip.readUInt16LE(end + 10)
  const entries = []
  let at = zip.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('the directory of the zip is damaged')
    const method = zip.readUInt16LE(at + 10)
    const packed = zip.readUInt32LE(at + 20)
    const size = zip.readUInt32LE(at + 24)
    const nameLength = zip.readUInt16LE(at + 28)
    const mode = zip.readUInt32LE(at + 38) >>> 16
    const local = zip.readUInt32LE(at + 42)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    entries.push({
      name,
      mode: mode & 0o777,
      isLink: (mode & 0o170000) === SYMBOLIC_LINK,
      async content() {
        const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
        const bytes = zip.subarray(start, start + packed)
        const plain = method === 0 ? Buffer.from(bytes) : await inflate(bytes)
        if (plain.length !== size) throw new Error(`${name} has ${plain.length} bytes instead of ${size}`)
        return plain
      },
    })
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}

/** An asar archive of a few files without folders: four lengths, the JSON of the directory, the contents. */
export function asar(files) {
  const directory = { files: {} }
  const contents = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    directory.files[name] = { size: content.length, offset: String(offset) }
    contents.push(content)
    offset += content.length
  }
  const json = Buffer.from(JSON.stringify(directory))
  const padded = Math.ceil(json.length / 4) * 4
  const head = Buffer.alloc(16 + padded)
  head.writeUInt32LE(4, 0)
  head.writeUInt32LE(padded + 8, 4)
  head.writeUInt32LE(padded + 4, 8)
  head.writeUInt32LE(json.length, 12)
  json.copy(head, 16)
  return Buffer.concat([head, ...contents])
}
