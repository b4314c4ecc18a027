/**
 * What a signed-in person holds: the books their keys opened, and nothing else.
 *
 * A session without the stock key has no `stock` to pass along; that is how the blind is kept.
 */
import { type AllocationBook, emptyAllocation, evolveAllocation } from './allocation/book.ts'
import type { AllocationEvent } from './allocation/events.ts'
import type { Book } from './books.ts'
import { type ClinicBook, emptyClinic, evolveClinic } from './clinic/book.ts'
import type { ClinicEvent } from './clinic/events.ts'
import { emptyRegistry, evolveRegistry, type Member, type RegistryBook, type Stamp } from './registry/book.ts'
import type { RegistryEvent } from './registry/events.ts'
import { emptyStock, evolveStock, type StockBook } from './stock/book.ts'
import type { StockEvent } from './stock/events.ts'

export type Books = {
  readonly registry: RegistryBook
  readonly clinic?: ClinicBook
  readonly stock?: StockBook
  readonly allocation?: AllocationBook
}

export type Session = Books & {
  readonly member: Member
  /** The entry of this sign-in. An arm shown before it must be shown, and recorded, again. */
  readonly signedInSeq: number
}

/** The events of one act, by book. Each book's events become one sealed part. */
export type Events = {
  readonly registry?: readonly RegistryEvent[]
  readonly clinic?: readonly ClinicEvent[]
  readonly stock?: readonly StockEvent[]
  readonly allocation?: readonly AllocationEvent[]
}

/** Empty books for the keys somebody holds. Everybody holds the registry's. */
export function emptyBooks(held: readonly Book[]): Books {
  return {
    registry: emptyRegistry(),
    ...(held.includes('clinic') ? { clinic: emptyClinic() } : {}),
    ...(held.includes('stock') ? { stock: emptyStock() } : {}),
    ...(held.includes('allocation') ? { allocation: emptyAllocation() } : {}),
  }
}

/** Applies the events of one entry's part to the book it belongs to. */
export function evolve(books: Books, book: Book, events: readonly unknown[], stamp: Stamp): void {
  switch (book) {
    case 'registry':
      for (const event of events as RegistryEvent[]) evolveRegistry(books.registry, event, stamp)
      return
    case 'clinic':
      for (const event of events as ClinicEvent[]) evolveClinic(held(books.clinic), event, stamp)
      return
    case 'stock':
      for (const event of events as StockEvent[]) evolveStock(held(books.stock), event, stamp)
      return
    case 'allocation':
      for (const event of events as AllocationEvent[]) evolveAllocation(held(books.allocation), event, stamp)
      return
  }
}

/** A book that the role's keys opened; asking for one that they did not is a defect of the caller. */
export function held<T>(book: T | undefined): T {
  if (book === undefined) throw new Error('a book is asked for whose key this session does not hold')
  return book
}
