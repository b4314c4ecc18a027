/** What comes into the stock: a lot with its codes, and the codes on paper. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { Arm } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import { IsoDate } from '../time.ts'
import { today } from './commands.ts'
import { monitors } from './events.ts'
import { lotNumberKey } from './lot.ts'

const vials = z.int().min(0).max(20_000)

export const ReceiveLot = z.strictObject({
  type: z.literal('ReceiveLot'),
  product: Arm,
  lotNumber: line(40),
  manufacturer: line(120),
  expiresOn: IsoDate,
  /** Vials counted in the package, damaged ones among them. */
  vialCount: z.int().min(1).max(20_000),
  /** Vials on the delivery note. */
  announcedVials: vials.optional(),
  damagedVials: vials.optional(),
  monitor: z.enum(monitors).optional(),
  storagePlace: line(80),
  sender: line(120),
  /** As read from the logger or thermometer on arrival, in degrees Celsius with at most one decimal. */
  arrivalCelsius: z.string().regex(/^-?\d{1,3}(\.\d)?$/),
})
export const PrintVialCodes = z.strictObject({
  type: z.literal('PrintVialCodes'),
  lotId: identifier,
  /** Why they are printed again; empty the first time. */
  reason: line(400, 0),
})

/** Every vial in the package gets a code; damaged ones are written off at once. What did not come was never in the balance. */
export function receiveLot(session: Session, command: z.infer<typeof ReceiveLot>, context: Context): Result<Events> {
  const stock = held(session.stock)
  if (command.expiresOn < today(session, context)) return refuse('lot_expired', { field: 'expiresOn' })
  if (stock.lotsByNumber.has(lotNumberKey(command.product, command.lotNumber)))
    return refuse('lot_known', { field: 'lotNumber' })
  const { type: _, vialCount, damagedVials = 0, announcedVials, monitor, ...receipt } = command
  if (announcedVials !== undefined && vialCount > announcedVials)
    return refuse('counted_above_announced', {
      field: 'vialCount',
      values: { counted: vialCount, announced: announcedVials },
    })
  if (damagedVials > vialCount)
    return refuse('damaged_above_counted', {
      field: 'damagedVials',
      values: { damaged: damagedVials, counted: vialCount },
    })
  const vialCodes = Array.from({ length: vialCount }, () => context.code())
  return accept({
    stock: [
      {
        type: 'LotReceived',
        lotId: context.id(),
        ...receipt,
        vialCodes,
        ...(announcedVials === undefined ? {} : { announcedVials }),
        ...(damagedVials === 0 ? {} : { damagedCodes: vialCodes.slice(-damagedVials) }),
        ...(monitor === undefined ? {} : { monitor }),
      },
    ],
  })
}

/** The codes go on paper, never the lot (L4). Which lot they are of stands in the stock book alone. */
export function printVialCodes(session: Session, command: z.infer<typeof PrintVialCodes>): Result<Events> {
  const lot = held(session.stock).lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  const isPrinted = lot.movements.some(({ what }) => what === 'codes_printed')
  if (isPrinted && command.reason.length < 3) return refuse('codes_printed_before', { field: 'reason' })
  return accept({
    stock: [{ type: 'VialCodesPrinted', lotId: lot.lotId, reason: command.reason }],
    registry: [{ type: 'DocumentPrinted', document: 'vial_codes', reason: '' }],
  })
}
