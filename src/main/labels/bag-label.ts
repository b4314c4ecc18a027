/**
 * The label of the bag around a syringe: the full set of EU 536/2014 annex VI (L1 to L4).
 */

import { leastLabelPoints, proposed } from '../../core/registry/settings.ts'
import { moduleWithin, sideMillimetres } from '../documents/data-matrix.ts'
import type { Measure, PrintFonts } from '../documents/fonts.ts'
import { type Area, compose, type LineSpec, rowHeight } from './compose.ts'
import type { LabelContent, LabelPrint, LabelSize } from './label.ts'
import type { LabelTexts, LinePair } from './label-lines.ts'
import { alikeOf, atOnce, type Printing, printLabels, type SetLabel } from './label-page.ts'

const marginMillimetres = 2
const gapMillimetres = 2
const ruleMillimetres = 0.25
const mostSymbolMillimetres = 14
const usualPoints = leastLabelPoints
const mainPoints = 7.5
const codePoints = 10
const largePoints = 12

/** Prints bag labels, one a page, or names the lines that do not fit. */
export function bagLabels(
  labels: readonly LabelContent[],
  fonts: PrintFonts,
  size: LabelSize = proposed.labelSizes.bag,
): LabelPrint {
  return atOnce(bagPrinting(labels, fonts, size))
}

/** The same, label by label. */
export function bagPrinting(labels: readonly LabelContent[], fonts: PrintFonts, size: LabelSize): Printing {
  return printLabels('Bag labels', labels, { fonts, size }, (label) => setBagLabel(label, size, fonts.measure))
}

function setBagLabel(content: LabelContent, size: LabelSize, measure: Measure): SetLabel {
  const { texts: lines, symbol: matrix } = alikeOf(content)
  const side = sideMillimetres(matrix, moduleWithin(matrix, mostSymbolMillimetres))
  const width = size.widthMillimetres - 2 * marginMillimetres
  const headLeft = marginMillimetres + side + gapMillimetres
  const head: Area = {
    leftMillimetres: headLeft,
    topMillimetres: marginMillimetres,
    widthMillimetres: size.widthMillimetres - marginMillimetres - headLeft,
    heightMillimetres: size.heightMillimetres,
  }
  // The head is as high as the symbol, or as its lines where those need more.
  const needed = compose(headLines(lines), head, measure).bottomMillimetres - marginMillimetres
  const headHeight = Math.max(side, needed)
  const ruleTop = marginMillimetres + headHeight + gapMillimetres / 4
  const footHeight = rowHeight(mainPoints)
  const footTop = size.heightMillimetres - marginMillimetres - footHeight
  const bodyTop = ruleTop + gapMillimetres / 2
  const body: Area = {
    leftMillimetres: marginMillimetres,
    topMillimetres: bodyTop,
    widthMillimetres: width,
    heightMillimetres: footTop - gapMillimetres / 2 - bodyTop,
  }
  const foot: Area = { ...body, topMillimetres: footTop, heightMillimetres: footHeight }
  const rule = { leftMillimetres: marginMillimetres, widthMillimetres: width, heightMillimetres: ruleMillimetres }
  return {
    practice: content.practice,
    compositions: [
      compose(headLines(lines), { ...head, heightMillimetres: headHeight }, measure),
      compose(bodyLines(lines), body, measure),
      compose([{ ...lines.purpose, ...shared, sizePoints: mainPoints }], foot, measure),
    ],
    symbol: {
      matrix,
      box: {
        leftMillimetres: marginMillimetres,
        topMillimetres: marginMillimetres,
        widthMillimetres: side,
        heightMillimetres: side,
      },
    },
    rules: [
      { ...rule, topMillimetres: ruleTop },
      { ...rule, topMillimetres: footTop - gapMillimetres / 4 },
    ],
    practiceBox: practiceBox(size, footTop, footHeight),
  }
}

const shared = { arrangement: 'shared', rowsExpected: 1 } as const

function headLines(lines: LabelTexts): LineSpec[] {
  return [
    { ...lines.participant, ...shared, sizePoints: largePoints },
    { ...lines.trial, ...shared, rowsExpected: 2, sizePoints: usualPoints },
    { left: lines.code, right: lines.serial, ...shared, sizePoints: codePoints },
  ]
}

function bodyLines(lines: LabelTexts): LineSpec[] {
  const beside = (pair: LinePair, rowsExpected: number, sizePoints = usualPoints): LineSpec => ({
    ...pair,
    arrangement: 'beside',
    rowsExpected,
    sizePoints,
  })
  return [
    beside(lines.product, 2, mainPoints),
    beside(lines.form, 1),
    beside(lines.route, 1),
    beside(lines.storage, 1),
    beside(lines.directions, 2),
    { ...lines.useBefore, ...shared, rowsExpected: 2, sizePoints: mainPoints },
    beside(lines.investigator, 1),
    beside(lines.contact, 1),
    beside(lines.address, 2),
    beside(lines.phone, 1),
    beside(lines.emergencyPhone, 1),
  ]
}

/** Between the two texts of the foot, in the middle. */
function practiceBox(size: LabelSize, top: number, height: number): SetLabel['practiceBox'] {
  const widthMillimetres = 27
  return {
    leftMillimetres: (size.widthMillimetres - widthMillimetres) / 2,
    topMillimetres: top,
    widthMillimetres,
    heightMillimetres: height,
    sizePoints: usualPoints,
    words: 'PRACTICE · تمرینی',
  }
}
