/** How much of what can be repeated at will is repeated: all of it with `npm test -- --full`, a sample every day. */

export const isFull = process.env['COUNTERSEAL_FULL'] !== undefined

/** The one number in the full run, the other in the everyday one. */
export function times(full: number, everyDay: number): number {
  return isFull ? full : everyDay
}
