/**
 * A complete HTML document for the printer: one style, no script, nothing loaded from anywhere.
 */
import { fontFamilies, type PrintFonts } from './fonts.ts'
import { escapeText } from './text.ts'

/** What is printed, in its parts. The fonts, which are nearly all of it, are the same in every page. */
export type PrintParts = {
  readonly title: string
  readonly fonts: string
  readonly style: string
  readonly body: string
}

/**
 * Pages of one size, ready to be turned into a PDF. The title becomes the name of the print job and of a saved file, so
 * it says nothing about a participant and nothing about a product.
 */
export type PrintPage = PrintParts & {
  /** All of it as one document. */
  readonly html: string
  readonly widthMillimetres: number
  readonly heightMillimetres: number
}

/** What a page is made of. `pages` are the insides of the pages, in order. */
export type PageParts = {
  readonly title: string
  readonly widthMillimetres: number
  readonly heightMillimetres: number
  readonly css: string
  readonly pages: readonly string[]
}

const policy = "default-src 'none'; style-src 'unsafe-inline'; font-src 'self' data:"

/** Puts a document together. Each page is a box of the exact size; what leaves it would be lost, so nothing may. */
export function printPage(parts: PageParts, fonts: PrintFonts): PrintPage {
  const { title, widthMillimetres, heightMillimetres } = parts
  const size = `${millimetres(widthMillimetres)} ${millimetres(heightMillimetres)}`
  const frame = [
    `@page{size:${size};margin:0}`,
    'html,body{margin:0;padding:0;background:#fff;color:#000}',
    '*{box-sizing:border-box;-webkit-print-color-adjust:exact;print-color-adjust:exact}',
    `body{font-family:${fontFamilies.en};font-weight:400;font-synthesis:none;font-variant-ligatures:normal}`,
    `[lang=fa]{font-family:${fontFamilies.fa}}`,
    'b{font-weight:700}',
    'sup{font-size:65%;line-height:0;vertical-align:.55em}',
    '.piece{white-space:nowrap}',
    `.page{position:relative;overflow:hidden;width:${millimetres(widthMillimetres)};height:${millimetres(heightMillimetres)};break-after:page;break-inside:avoid}`,
    '.page:last-child{break-after:auto}',
  ].join('\n')
  const body = parts.pages.map((page) => `<section class="page">${page}</section>`).join('\n')
  const style = `${frame}\n${parts.css}`
  return {
    title,
    fonts: fonts.css,
    style,
    body,
    widthMillimetres,
    heightMillimetres,
    get html() {
      return documentOf({ title, fonts: fonts.css, style, body })
    },
  }
}

function documentOf({ title, fonts, style, body }: PrintParts): string {
  return [
    '<!doctype html>',
    '<html lang="en" dir="ltr">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${escapeText(title)}</title>`,
    `<style>${fonts}</style>`,
    `<style>${style}</style>`,
    '</head>',
    `<body>${body}</body>`,
    '</html>',
  ].join('\n')
}

/** A length for a style. */
export function millimetres(length: number): string {
  return `${Number(length.toFixed(3))}mm`
}
