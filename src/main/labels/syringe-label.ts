/**
 * The label of a syringe: the set for small immediate containers (L5). The full set stands on the bag's label.
 */

import { leastLabelPoints, proposed } from '../../core/registry/settings.ts'
import { moduleWithin, sideMillimetres } from '../documents/data-matrix.ts'
import type { Measure, PrintFonts } from '../documents/fonts.ts'
import { type Area, compose, type LineSpec, rowHeight } from './compose.ts'
import type { LabelContent, LabelPrint, LabelSize } from './label.ts'
import type { LabelTexts } from './label-lines.ts'
import { alikeOf, atOnce, type Printing, printLabels, type SetLabel } from './label-page.ts'

const marginMillimetres = 1.5
const gapMillimetres = 1.5
const mostSymbolMillimetres = 12
const usualPoints = leastLabelPoints
const numberPoints = 8
const codePoints = 9

/** Prints syringe labels, one a page, or names the lines that do not fit. */
export function syringeLabels(
  labels: readonly LabelContent[],
  fonts: PrintFonts,
  size: LabelSize = proposed.labelSizes.syringe,
): LabelPrint {
  return atOnce(syringePrinting(labels, fonts, size))
}

/** The same, label by label. */
export function syringePrinting(labels: readonly LabelContent[], fonts: PrintFonts, size: LabelSize): Printing {
  return printLabels('Syringe labels', labels, { fonts, size }, (label) => setSyringeLabel(label, size, fonts.measure))
}

function setSyringeLabel(content: LabelContent, size: LabelSize, measure: Measure): SetLabel {
  const { texts, symbol: matrix } = alikeOf(content)
  const side = sideMillimetres(matrix, moduleWithin(matrix, mostSymbolMillimetres))
  const symbolBox = {
    leftMillimetres: marginMillimetres,
    topMillimetres: marginMillimetres,
    widthMillimetres: side,
    heightMillimetres: side,
  }
  const headLeft = marginMillimetres + side + gapMillimetres
  const head: Area = {
    leftMillimetres: headLeft,
    topMillimetres: marginMillimetres,
    widthMillimetres: size.widthMillimetres - marginMillimetres - headLeft,
    heightMillimetres: side,
  }
  const bodyTop = marginMillimetres + side
  const body: Area = {
    leftMillimetres: marginMillimetres,
    topMillimetres: bodyTop,
    widthMillimetres: size.widthMillimetres - 2 * marginMillimetres,
    heightMillimetres: size.heightMillimetres - marginMillimetres - bodyTop,
  }
  return {
    practice: content.practice,
    compositions: [compose(headLines(texts), head, measure), compose(bodyLines(texts), body, measure)],
    symbol: { matrix, box: symbolBox },
    rules: [],
    practiceBox: practiceBox(size),
  }
}

const shared = { arrangement: 'shared', rowsExpected: 1 } as const

function headLines(texts: LabelTexts): LineSpec[] {
  return [
    { left: texts.code, ...shared, sizePoints: codePoints },
    { ...texts.participant, ...shared, sizePoints: numberPoints },
    { left: texts.registryId, right: texts.serial, ...shared, sizePoints: usualPoints },
  ]
}

function bodyLines(texts: LabelTexts): LineSpec[] {
  return [
    // The words of a route say what they are; on so small a label they stand without a name before them.
    { ...texts.routeAlone, ...shared, sizePoints: usualPoints },
    { ...texts.useBefore, ...shared, rowsExpected: 2, sizePoints: usualPoints },
    { ...texts.contactName, ...shared, sizePoints: usualPoints },
    { ...texts.phone, ...shared, sizePoints: usualPoints },
  ]
}

/** Beside the code, in the upper corner. */
function practiceBox(size: LabelSize): SetLabel['practiceBox'] {
  const widthMillimetres = 13
  return {
    leftMillimetres: size.widthMillimetres - marginMillimetres - widthMillimetres,
    topMillimetres: marginMillimetres,
    widthMillimetres,
    heightMillimetres: rowHeight(usualPoints),
    sizePoints: usualPoints,
    words: 'PRACTICE',
  }
}
