import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { books, roles } from '../../src/core/books.ts'
import { meanings } from '../../src/core/context.ts'
import { refusalNames } from '../../src/core/refusals.ts'

const root = join(import.meta.dirname, '../..')
const renderer = join(root, 'src/renderer')
const languages = ['en', 'fa'] as const
type Language = (typeof languages)[number]

/** The words of a namespace, by their full keys. */
function flat(tree: unknown, path = ''): Map<string, string> {
  if (typeof tree === 'string') return new Map([[path, tree]])
  const found = new Map<string, string>()
  for (const [name, branch] of Object.entries(tree as object))
    for (const [key, text] of flat(branch, path === '' ? name : `${path}.${name}`)) found.set(key, text)
  return found
}

function namespacesOf(language: Language): string[] {
  return readdirSync(join(renderer, 'i18n', language))
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
}

function wordsOf(language: Language, namespace: string): Map<string, string> {
  return flat(JSON.parse(readFileSync(join(renderer, 'i18n', language, `${namespace}.json`), 'utf8')))
}

/** Plural forms are one key. */
function base(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '')
}

const namespaces = namespacesOf('en')
const known = new Set(namespaces.flatMap((one) => [...wordsOf('en', one).keys()].map((key) => `${one}:${base(key)}`)))

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file))
}

/** Every key that a file names literally, with the namespaces that its `t` looks in. */
function keysUsed(file: string): { key: string; within: string[] }[] {
  const text = readFileSync(file, 'utf8')
  const within = [...text.matchAll(/useTranslation\(\s*(\[[^\]]*\]|'[^']*')?/g)].flatMap(([, named = "'common'"]) =>
    [...named.matchAll(/'([\w-]+)'/g)].map(([, namespace = '']) => namespace),
  )
  return [...text.matchAll(/(?<![\w.])t\(\s*'([^']+)'(?:,\s*\{[^}]*ns: '([\w-]+)')?/g)].map(([, key = '', ns]) => ({
    key,
    within: ns === undefined ? within : [ns],
  }))
}

/** Event types as the books declare them. */
function eventTypes(): string[] {
  const files = books.flatMap((book) =>
    readdirSync(join(root, 'src/core', book))
      .filter((file) => file.endsWith('events.ts'))
      .map((file) => join(root, 'src/core', book, file)),
  )
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return [...text.matchAll(/readonly type: '(\w+)'/g)].map(([, type = '']) => type)
  })
}

/** The words between `{{` and `}}`, without their formats. */
function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map(([, name = '']) => name))].sort()
}

describe('both languages are equals', () => {
  it('have the same namespaces', () => expect(namespacesOf('fa')).toEqual(namespaces))

  it.each(namespaces)('have the same keys in %s', (namespace) => {
    expect([...wordsOf('fa', namespace).keys()].sort()).toEqual([...wordsOf('en', namespace).keys()].sort())
  })

  it.each(namespaces)('leave nothing empty in %s', (namespace) => {
    for (const language of languages)
      for (const [key, text] of wordsOf(language, namespace)) expect(text.trim(), `${language} ${key}`).not.toBe('')
  })

  it.each(namespaces)('quote the same values in %s', (namespace) => {
    const persian = wordsOf('fa', namespace)
    for (const [key, text] of wordsOf('en', namespace))
      expect(placeholders(persian.get(key) ?? ''), key).toEqual(placeholders(text))
  })

  it.each(namespaces)('write Persian with Persian letters, digits and signs in %s', (namespace) => {
    for (const [key, text] of wordsOf('fa', namespace)) {
      expect(text, key).not.toMatch(/[كيىة]/)
      expect(text, key).not.toMatch(/[\u0600-\u06ff]\s*[,;?]/)
    }
  })
})

describe('no word is missing', () => {
  it('that a screen asks for by name', () => {
    const missing = sources(renderer).flatMap((file) =>
      keysUsed(file)
        .filter(({ key, within }) => {
          const [namespace = '', rest] = key.split(':')
          const places = rest === undefined ? within.map((one) => `${one}:${key}`) : [`${namespace}:${rest}`]
          return !places.some((place) => known.has(place))
        })
        .map(({ key }) => `${file.slice(renderer.length + 1)}: ${key}`),
    )
    expect(missing).toEqual([])
  })

  it('for a rule that says no: what is the case, and what to do next', () => {
    for (const name of refusalNames)
      for (const part of ['title', 'next']) expect(known, name).toContain(`refusals:${name}.${part}`)
  })

  it('for an event in the trail', () => {
    const types = eventTypes()
    expect(types.length).toBeGreaterThan(40)
    for (const type of types) expect(known, type).toContain(`trail:event.${type}`)
  })

  it('for a role, a book, or the meaning of a signature', () => {
    for (const role of roles) expect(known).toContain(`common:role.${role}`)
    for (const book of books) expect(known).toContain(`common:book.${book}`)
    for (const meaning of meanings) expect(known).toContain(`common:meaning.${meaning}`)
  })
})

describe('words stand in the dictionaries, not in the screens', () => {
  it('no screen holds Persian text of its own', () => {
    // The language switch is written in the language that it leads to; a key of the keyboard is named by its letter.
    const allowed = ['parts/preferences.tsx', 'screens/participants-enrol.tsx']
    const found = sources(renderer)
      .map((file) => file.slice(renderer.length + 1))
      .filter((file) => !allowed.includes(file))
      .filter((file) => {
        const text = readFileSync(join(renderer, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        return /[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]/.test(text)
      })
    expect(found).toEqual([])
  })
})
