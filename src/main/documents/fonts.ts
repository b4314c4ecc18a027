/**
 * The one typeface of everything that is printed, embedded so that paper looks the same on every machine, and its
 * measure, so that lines can be broken and refused before anything is printed.
 *
 * Each weight is a font of its own: a PDF takes such a font as it is, a variable one shape by shape (ADR 0012).
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readAdvances } from './font-metrics.ts'

/** The weights that are printed. */
export type FontWeight = 400 | 700

/** The width of a text in millimetres, on the safe side. */
export type Measure = (text: string, sizePoints: number, weight: FontWeight) => number

/** What every printed page needs of a font: the style that embeds it and the measure that foresees it. */
export type PrintFonts = { readonly css: string; readonly measure: Measure }

/**
 * The families of printed pages, in the order in which a text of each language looks for its letters. Both have the space:
 * a text that finds its own among its letters stays one run, which a PDF takes in a fraction of the time of many.
 */
export const fontFamilies = {
  en: "'Counterseal Print','Counterseal Print Persian',sans-serif",
  fa: "'Counterseal Print Persian','Counterseal Print',sans-serif",
} as const

/** First and last code point. */
type Range = readonly [number, number]

// The joiners of Persian come from the Persian face.
// biome-ignore format: one line for each script
const scripts: readonly { readonly script: string; readonly family: string; readonly ranges: readonly Range[] }[] = [
  { script: 'latin', family: 'Counterseal Print', ranges: [[0x00, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2000, 0x200b], [0x200e, 0x206f], [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2191, 0x2191], [0x2193, 0x2193], [0x2212, 0x2212], [0x2215, 0x2215]] },
  { script: 'latin-ext', family: 'Counterseal Print', ranges: [[0x100, 0x130], [0x132, 0x151], [0x154, 0x2ff], [0x1e00, 0x1e9f], [0x1ef2, 0x1eff], [0x2020, 0x2020], [0x2113, 0x2113]] },
  { script: 'arabic', family: 'Counterseal Print Persian', ranges: [[0x20, 0x20], [0xa0, 0xa0], [0x600, 0x6ff], [0x750, 0x77f], [0x200c, 0x200d], [0xfb50, 0xfdff], [0xfe70, 0xfefc]] },
]
const weights = [400, 700] as const satisfies readonly FontWeight[]
const faces = weights.flatMap((weight) =>
  scripts.map(({ script, ...face }) => ({ ...face, weight, file: `vazirmatn-${script}-${weight}-normal.woff2` })),
)

/** The names of the files that `openFonts` reads. */
export const fontFiles: readonly string[] = faces.map(({ file }) => file)

/** Prepares the font for printing, from the folder of its files. Costs some milliseconds; keep the result. */
export async function openFonts(folder: string): Promise<PrintFonts> {
  const styles: string[] = []
  const advances = { 400: new Map<number, number>(), 700: new Map<number, number>() }
  for (const { family, weight, ranges, file } of faces) {
    const font = await readFile(join(folder, file))
    styles.push(fontFace(font, family, weight, ranges))
    for (const [codePoint, advance] of readAdvances(font)) {
      if (ranges.some(([first, last]) => first <= codePoint && codePoint <= last)) {
        advances[weight].set(codePoint, advance)
      }
    }
  }
  return { css: styles.join('\n'), measure: measureBy(advances) }
}

function fontFace(font: Buffer, family: string, weight: FontWeight, ranges: readonly Range[]): string {
  const source = `url(data:font/woff2;base64,${font.toString('base64')}) format('woff2')`
  const covered = ranges.map((range) => `U+${range.map((end) => end.toString(16)).join('-')}`).join(',')
  return `@font-face{font-family:'${family}';font-weight:${weight};src:${source};unicode-range:${covered}}`
}

const millimetresPerPoint = 25.4 / 72
// Kerning and rounding may differ a little between the font's own figures and the page.
const safety = 1.02
// A character that none of the faces has is drawn in some other font; its widest likely shape is one em.
const unknownAdvance = 1

const latin = /^[ -~]*$/
// Few fonts have every superscript digit. Exponents are printed smaller than they are counted here.
const exponents = [...[...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((digit) => [digit, '0'] as const), ['⁻', '+'], ['⁺', '+']] as const

function measureBy(advances: Readonly<Record<FontWeight, Map<number, number>>>): Measure {
  for (const weight of weights) {
    const known = advances[weight]
    for (const [sign, like] of exponents) known.set(sign.charCodeAt(0), known.get(like.charCodeAt(0)) ?? unknownAdvance)
  }
  return (text, sizePoints, weight) => {
    const known = advances[weight]
    let ems = 0
    // Nearly all the time of setting a label is spent here; Latin letters keep their shapes, and need no look at their neighbours.
    if (latin.test(text)) {
      for (let at = 0; at < text.length; at++) ems += known.get(text.charCodeAt(at)) ?? unknownAdvance
    } else for (const codePoint of shaped(text)) ems += known.get(codePoint) ?? unknownAdvance
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
