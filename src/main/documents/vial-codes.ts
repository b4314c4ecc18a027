/**
 * The codes of the vials of one delivery, on sheets of small labels that are cut or peeled apart: a symbol and the code.
 * A sheet names neither lot nor product (L4), and the codes stand in the order in which chance gave them (L8).
 */
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { dataMatrix, moduleWithin, sideMillimetres, symbolSvg } from './data-matrix.ts'
import { a4Document, type Block, type PrintOccasion, textWidthMillimetres } from './document.ts'
import { factsCss, sideBySide } from './facts.ts'
import type { PrintFonts } from './fonts.ts'
import { millimetres, type PrintPage } from './print-page.ts'
import { leftToRight } from './text.ts'

const title: Both = { en: 'Vial codes', fa: 'کد ویال‌ها' }

const use: Both = {
  en: 'Cut along the lines. One label for each vial, at once after counting; no vial without a code goes into storage.',
  fa: 'از روی خط‌ها ببرید. برای هر ویال یک برچسب، بلافاصله پس از شمارش؛ هیچ ویالی بدون کد در محل نگهداری گذاشته نمی‌شود.',
}

const columns = 4
const labelMillimetres = 15
const symbolMillimetres = 11

/** Prints the codes, each with its symbol. */
export function vialCodeSheets(codes: readonly string[], occasion: PrintOccasion, fonts: PrintFonts): PrintPage {
  const rows: Block[] = [sideBySide(use, fonts.measure), { heightMillimetres: 3, html: '<div class="gap"></div>' }]
  for (let first = 0; first < codes.length; first += columns)
    rows.push({
      heightMillimetres: labelMillimetres,
      html: `<div class="vials">${codes
        .slice(first, first + columns)
        .map(vialLabel)
        .join('')}</div>`,
    })
  // Symbols of one length of code differ in size by what they encode; each size is printed in whole dots.
  const sizes = new Map(codes.map((code) => dataMatrix(code)).map((symbol) => [symbol.modules, symbol]))
  const css = [
    '.gap{height:3mm}',
    `.vials{display:flex;height:${labelMillimetres}mm}`,
    `.vial{width:${millimetres(textWidthMillimetres / columns)};height:${labelMillimetres}mm;border:.15mm dashed #888;display:flex;align-items:center;gap:1.5mm;padding-left:1.5mm;direction:ltr;text-align:left;font-size:9pt;line-height:4mm}`,
    '.vial b{display:block}',
    ...[...sizes].map(([modules, symbol]) => {
      const side = millimetres(sideMillimetres(symbol, moduleWithin(symbol, symbolMillimetres)))
      return `.m${modules}{width:${side};height:${side}}`
    }),
  ].join('\n')
  return a4Document(title, occasion, { blocks: rows, css: factsCss + css }, fonts)
}

function vialLabel(code: string): string {
  const symbol = dataMatrix(code)
  // Three groups of four, one below the other: as high as a symbol, on a vial as narrow as a finger.
  const groups = groupCode(code)
    .split(' ')
    .map((group) => `<b>${leftToRight(group)}</b>`)
    .join(' ')
  return `<div class="vial">${symbolSvg(symbol, `m${symbol.modules}`)}<span>${groups}</span></div>`
}
