/**
 * What the symbol of a label says, in the terms of GS1, and how a scanner's reading of it is understood (ADR 0025).
 *
 * Knows the three elements of the symbol and nothing of how they are drawn. Promises: a symbol leads to the serial of one
 * print, so that a voided label is told from its successor by scanning alone; labels that were printed with the bare code
 * stay readable.
 */
import { isCode, readCode } from './codes.ts'
import { latinDigits } from './text.ts'
import { type Instant, minutesOnClock } from './time.ts'

/** One element of a GS1 symbol: an application identifier and what it says. */
export type Element = { readonly identifier: string; readonly value: string }

/** GS1 General Specifications, section 3.8.4: expiry date and time, `YYMMDDHHMM` by the clock of where it is used. */
const expiry = '7003'
/** Section 3.11, internal information of a company: the syringe's code, and the serial of the print. */
const codeOfSyringe = '91'
const serialOfPrint = '92'

const codeLength = 12
const minuteMilliseconds = 60_000

/** What stands in the symbol of one label. Every element but the last ends with a separator: none has a predefined length. */
export function labelElements(label: {
  readonly syringeCode: string
  readonly serial: string
  readonly useBefore: Instant
  readonly timeZone: string
}): Element[] {
  const onClock = new Date(minutesOnClock(label.useBefore, label.timeZone) * minuteMilliseconds).toISOString()
  return [
    { identifier: expiry, value: onClock.slice(2, 16).replace(/\D/g, '') },
    { identifier: codeOfSyringe, value: label.syringeCode },
    { identifier: serialOfPrint, value: label.serial },
  ]
}

/**
 * The three elements as scanners send them: after `]d2` or without it, with the separators as sent, as somebody set them
 * to be written, or left out. All three have a fixed length here, so that a lost separator loses nothing.
 */
const reading = new RegExp(
  `^(?:.?D2)?${expiry}\\d{10}${codeOfSyringe}(.{${codeLength}})${serialOfPrint}(.{${codeLength}})$`,
)
/** A separator written out: scanners are set to send it as text where a keyboard has no key for it. */
const writtenSeparator = /[<{[](?:GS|FNC1)[>}\]]/gi

/**
 * What somebody typed or scanned, as the code it stands for: a label's symbol as the serial of its print, everything else
 * as `readCode` reads it.
 */
export function readScan(raw: string): string {
  const bare = latinDigits(raw.normalize('NFKC')).toUpperCase().replace(writtenSeparator, '')
  const [, code, serial] = reading.exec(bare.replace(/[^0-9A-Z]/g, '')) ?? []
  return code !== undefined && serial !== undefined && isCode(code) && isCode(serial) ? serial : readCode(raw)
}
