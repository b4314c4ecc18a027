/**
 * The one typeface of everything that is printed, embedded so that paper looks the same on every machine, and its
 * measure, so that lines can be broken and refused before anything is printed.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FontMetrics, readFontMetrics } from './font-metrics.ts'

/** The WOFF2 files of the variable font, by script. */
export type FontFiles = {
  readonly arabic: Uint8Array
  readonly latin: Uint8Array
  readonly latinExtended: Uint8Array
}

/** The weights that are printed. */
export type FontWeight = 400 | 700

/** The width of a text in millimetres, on the safe side. */
export type Measure = (text: string, sizePoints: number, weight: FontWeight) => number

/** What every printed page needs of a font: the style that embeds it and the measure that foresees it. */
export type PrintFonts = { readonly css: string; readonly measure: Measure }

/** The family name to be used in the styles of printed pages. */
export const fontFamily = 'Counterseal Print'

const fileNames: Readonly<Record<keyof FontFiles, string>> = {
  arabic: 'vazirmatn-arabic-wght-normal.woff2',
  latin: 'vazirmatn-latin-wght-normal.woff2',
  latinExtended: 'vazirmatn-latin-ext-wght-normal.woff2',
}

// Later faces win where ranges meet, so the joiners of Persian come from the Persian face.
const faces: readonly (readonly [keyof FontFiles, string])[] = [
  ['latin', 'U+0000-00FF,U+0131,U+0152-0153,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215'],
  ['latinExtended', 'U+0100-0130,U+0132-0151,U+0154-02FF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+2113'],
  ['arabic', 'U+0600-06FF,U+0750-077F,U+200C-200D,U+FB50-FDFF,U+FE70-FEFC'],
]

/** Reads the three files from a folder. */
export async function readFontFiles(folder: string): Promise<FontFiles> {
  const read = (face: keyof FontFiles) => readFile(join(folder, fileNames[face]))
  const [arabic, latin, latinExtended] = await Promise.all([read('arabic'), read('latin'), read('latinExtended')])
  return { arabic, latin, latinExtended }
}

/** Prepares the font for printing. Costs some milliseconds; keep the result. */
export function openFonts(files: FontFiles): PrintFonts {
  const css = faces.map(([face, range]) => fontFace(files[face], range)).join('\n')
  return { css, measure: measureOf(files) }
}

function fontFace(file: Uint8Array, range: string): string {
  const source = `url(data:font/woff2;base64,${Buffer.from(file).toString('base64')}) format('woff2')`
  return `@font-face{font-family:'${fontFamily}';font-weight:100 900;src:${source};unicode-range:${range}}`
}

const millimetresPerPoint = 25.4 / 72
// Kerning and rounding may differ a little between the font's own figures and the page.
const safety = 1.02
// A character that none of the faces has is drawn in some other font; its widest likely shape is one em.
const unknownAdvance = 1

function measureOf(files: FontFiles): Measure {
  const arabic = readFontMetrics(files.arabic)
  const latin = readFontMetrics(files.latin)
  const extended = readFontMetrics(files.latinExtended)
  const faceOf = (codePoint: number): FontMetrics => {
    const persian = (codePoint >= 0x0600 && codePoint <= 0x077f) || codePoint >= 0xfb50
    if (persian || codePoint === 0x200c || codePoint === 0x200d) return arabic
    return latin.has(codePoint) ? latin : extended
  }
  const known = new Map<number, number>()
  const advanceOf = (codePoint: number, weight: FontWeight): number => {
    const key = codePoint * 1000 + weight
    const before = known.get(key)
    if (before !== undefined) return before
    const advance = faceOf(codePoint).advance(codePoint, weight) ?? unknownAdvance
    known.set(key, advance)
    return advance
  }
  return (text, sizePoints, weight) => {
    // Exponents are printed smaller than they are counted here.
    const counted = text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, '0').replace(/[⁻⁺]/g, '+')
    let ems = 0
    for (const codePoint of shaped(counted)) ems += advanceOf(codePoint, weight)
    return ems * sizePoints * millimetresPerPoint * safety
  }
}

type Forms = { readonly alone: number; readonly last: number; readonly first?: number; readonly middle?: number }

/** The positional shapes of each Arabic letter; Unicode lists them as alone, last, first, middle. */
const formsOf: ReadonlyMap<number, Forms> = readForms()
const tatweel = 0x0640

function readForms(): ReadonlyMap<number, Forms> {
  const listed = new Map<number, number[]>()
  for (let code = 0xfb50; code <= 0xfef4; code += 1) {
    // The two Uighur shapes stand out of order; between the two blocks of Arabic shapes lie those of other scripts.
    if (code === 0xfbe8 || code === 0xfbe9 || (code > 0xfdff && code < 0xfe70)) continue
    const letters = String.fromCharCode(code).normalize('NFKC')
    const letter = letters.charCodeAt(0)
    if (letters.length === 1 && letter !== code) listed.set(letter, [...(listed.get(letter) ?? []), code])
  }
  const forms = new Map<number, Forms>()
  for (const [letter, [alone = letter, last = alone, first, middle]] of listed) {
    forms.set(letter, first === undefined || middle === undefined ? { alone, last } : { alone, last, first, middle })
  }
  return forms
}

/** The code points of the shapes in which the letters of a text join, so that they can be measured one by one. */
function shaped(text: string): number[] {
  const letters = [...text.replace(/\p{Mn}/gu, '')].map((character) => character.codePointAt(0) ?? 0)
  return letters.map((letter, index) => {
    const forms = formsOf.get(letter)
    if (forms === undefined) return letter
    const joinsBefore = joinsOnwards(letters[index - 1])
    const joinsAfter = forms.first !== undefined && joinsBackwards(letters[index + 1])
    if (joinsBefore && joinsAfter) return forms.middle ?? letter
    if (joinsBefore) return forms.last
    return joinsAfter ? (forms.first ?? letter) : forms.alone
  })
}

function joinsOnwards(letter: number | undefined): boolean {
  return letter !== undefined && (letter === tatweel || formsOf.get(letter)?.first !== undefined)
}

function joinsBackwards(letter: number | undefined): boolean {
  if (letter === undefined) return false
  const forms = formsOf.get(letter)
  return letter === tatweel || (forms !== undefined && forms.last !== forms.alone)
}
