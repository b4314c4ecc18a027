/**
 * The stock book: every lot and every vial, from receipt to its last movement.
 *
 * Invariant: for each lot, the parts sum to the whole (A11): every vial received is in exactly one state. Draws for a dose
 * reach this book in statements that cover several doses, so that nobody who reads it can tell which preparation took
 * which product (B13, ADR 0004).
 */
import { enteredPart } from '../entered.ts'
import { known, never } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import { answerExcursions, correct, leave, type VialBatch } from './batches.ts'
import { type Certificate, certificateEntered } from './certificate.ts'
import { receiptCorrected } from './corrected-receipt.ts'
import type { StockEvent } from './events.ts'
import type { Lot, Vial } from './lot.ts'
import { byLot, change, moveVials } from './movements.ts'
import { countOutside, countShelf, lose, markLost, receive, transfer } from './shelf.ts'
import { emptyTemperatures, evolveTemperatures, type TemperatureBook } from './temperature-book.ts'
import { evolveWorksheets } from './worksheet-book.ts'
import type { WrittenPair } from './worksheets.ts'

export type StockBook = {
  readonly lots: Map<string, Lot>
  readonly vials: Map<string, Vial>
  /** Product and lot number to lot; one pair is received once. */
  readonly lotsByNumber: Map<string, string>
  /** Every storage place that vials were ever put into, in the order of first use. */
  readonly places: Set<string>
  /** The certificates of each lot, oldest first; the last one counts. */
  readonly certificates: Map<string, readonly Certificate[]>
  readonly temperatures: TemperatureBook
  /** What went back or was destroyed, oldest first. */
  readonly batches: Map<string, VialBatch>
  /** Every pair of worksheets that was ever written, by version from 1 on. */
  readonly worksheets: WrittenPair[]
}

/** A stock book before the first receipt. */
export function emptyStock(): StockBook {
  return {
    lots: new Map(),
    vials: new Map(),
    lotsByNumber: new Map(),
    places: new Set(),
    certificates: new Map(),
    temperatures: emptyTemperatures(),
    batches: new Map(),
    worksheets: [],
  }
}

/** Applies one recorded fact. The fact was checked before it was written; here it is only insisted upon. */
export function evolveStock(stock: StockBook, event: StockEvent, stamp: Stamp): void {
  switch (event.type) {
    case 'LotReceived':
      receive(stock, event, stamp)
      return
    case 'CertificateEntered': {
      const { type: _, ...certificate } = event
      certificateEntered(stock, certificate, stamp)
      const what = event.reason === undefined ? 'certificate_entered' : 'certificate_corrected'
      const note = event.reason === undefined ? event.reference : `${event.reference}: ${event.reason}`
      change(stock, event.lotId, stamp, what, note, {})
      return
    }
    case 'LotReleased': {
      const { type: _, lotId, ...by } = event
      change(stock, lotId, stamp, 'released', event.certificate, {
        state: 'released',
        released: { at: stamp.at, by: stamp.by, ...by },
      })
      return
    }
    case 'LotHeld':
      change(stock, event.lotId, stamp, 'held', event.reason, { state: 'held', heldByQa: true })
      return
    case 'LotHoldLifted':
      change(stock, event.lotId, stamp, 'hold_lifted', event.reason, { state: 'released', heldByQa: false })
      return
    case 'LotRejected':
      // Whatever excursion is still open is answered by it.
      answerExcursions(stock, event.lotId, event.reason, stamp)
      change(stock, event.lotId, stamp, 'rejected', event.reason, {
        state: 'rejected',
        openExcursions: [],
        ...(known(stock.lots, event.lotId).released === undefined ? {} : { rejectedAfterRelease: stamp.seq }),
      })
      return
    case 'VialWasted':
      moveVials(stock, event.lotId, [event.vialCode], 'wasted', stamp, event.reason, enteredPart(event.entered))
      markLost(stock, [event.vialCode])
      return
    case 'VialsTransferred':
      transfer(stock, event, stamp)
      return
    case 'SamplesPutApart':
      moveVials(stock, event.lotId, event.vialCodes, 'sample', stamp, event.reason, enteredPart(event.entered))
      lose(stock, event.lotId, event.vialCodes)
      return
    case 'VialCodesPrinted':
      change(stock, event.lotId, stamp, 'codes_printed', event.reason, {})
      return
    case 'UseStated':
      for (const [lotId, codes] of byLot(stock, event.used)) moveVials(stock, lotId, codes, 'used', stamp, '')
      for (const [lotId, codes] of byLot(stock, event.wasted)) moveVials(stock, lotId, codes, 'wasted', stamp, '')
      return
    case 'LotCounted': {
      const { countedVials: counted, expectedVials: expected, explanation } = event
      change(
        stock,
        event.lotId,
        stamp,
        'counted',
        explanation,
        { unnamedDifference: expected - counted },
        { count: { counted, expected } },
      )
      return
    }
    case 'ShelfCounted':
      countShelf(stock, event, stamp)
      return
    case 'LotReconciled': {
      const { parts } = known(stock.lots, event.lotId)
      const reconciled = { at: stamp.at, by: stamp.by, note: event.note, parts }
      change(stock, event.lotId, stamp, 'reconciled', event.note, { reconciled })
      return
    }
    case 'PlaceLimitsStated':
    case 'TemperaturesImported':
      evolveTemperatures(stock.temperatures, event, stamp)
      return
    case 'ExcursionFound': {
      evolveTemperatures(stock.temperatures, event, stamp)
      const lot = known(stock.lots, event.lotId)
      const place = placeOf(stock, event.excursionId)
      countOutside(stock, event, place)
      change(stock, event.lotId, stamp, 'excursion_found', place, {
        state: lot.state === 'released' ? 'held' : lot.state,
        openExcursions: [...lot.openExcursions, event.excursionId],
      })
      return
    }
    case 'ExcursionDisposed': {
      evolveTemperatures(stock.temperatures, event, stamp)
      const lot = known(stock.lots, event.lotId)
      const openExcursions = lot.openExcursions.filter((one) => one !== event.excursionId)
      const isFree = event.decision === 'usable' && openExcursions.length === 0 && !lot.heldByQa
      change(stock, event.lotId, stamp, 'excursion_disposed', event.assessment, {
        openExcursions,
        state: isFree && lot.state === 'held' ? 'released' : lot.state,
      })
      return
    }
    case 'VialsReturned':
    case 'VialsDestroyed':
      leave(stock, event, stamp)
      return
    case 'LotClosed':
      change(stock, event.lotId, stamp, 'closed', '', { state: 'closed' })
      return
    case 'ReceiptCorrected':
      receiptCorrected(stock, event, stamp)
      return
    case 'WorksheetsWritten':
    case 'WorksheetsApproved':
    case 'WorksheetsVoided':
      evolveWorksheets(stock.worksheets, event, stamp)
      return
    case 'MovementCorrected':
      correct(stock, event, stamp)
      return
    default:
      never(event)
  }
}

function placeOf(stock: StockBook, excursionId: string): string {
  return known(stock.temperatures.excursions, excursionId).storagePlace
}
