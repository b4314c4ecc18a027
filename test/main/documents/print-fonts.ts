import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { openFonts } from '../../../src/main/documents/fonts.ts'

const require = createRequire(import.meta.url)

/** The folder of the shipped typeface. */
const fontFolder = join(dirname(require.resolve('@fontsource/vazirmatn/package.json')), 'files')

/** The shipped typeface, opened once. */
export const fonts = await openFonts(fontFolder)

/** What a reader sees of a page: no style, no markup, entities resolved. */
export function visibleText(html: string): string {
  return html
    .slice(html.indexOf('<body'))
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<\/(?:p|div|section|span|header|footer|main)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#160;', ' ')
    .replaceAll('&amp;', '&')
}
