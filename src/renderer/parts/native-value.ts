export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Sets what stands in a field behind the back of React, which then hears of it by the event that follows. */
export function setNatively(field: Field, value: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value)
}
