/** Elements of the page, made by hand: there is no framework in it. */

type Child = Node | string | undefined

/** Attributes of an element; `on…` are listeners, true is an attribute without a value, undefined and false are left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>

/** An element with its attributes and what is inside. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') made.addEventListener(name.slice(2), value)
    else made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...children.filter((child) => child !== undefined))
  return made
}

/** A code or a number that is read left to right in either language. */
export function code(text: string): HTMLElement {
  return element('bdi', { dir: 'ltr', class: 'code' }, text)
}

let fields = 0

/** A field with its label, what it is for, and what is wrong with it. */
export function field(
  label: string,
  input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement,
  more: { readonly help?: string; readonly error?: string } = {},
): HTMLElement {
  fields += 1
  input.id = `field-${fields}`
  const { help, error } = more
  const notes = [
    help === undefined ? undefined : element('small', { id: `${input.id}-help` }, help),
    error === undefined ? undefined : element('strong', { id: `${input.id}-error`, role: 'alert' }, error),
  ].filter((note) => note !== undefined)
  if (notes.length > 0) input.setAttribute('aria-describedby', notes.map(({ id }) => id).join(' '))
  if (error !== undefined) input.setAttribute('aria-invalid', 'true')
  return element('div', { class: 'field' }, element('label', { for: input.id }, label), input, ...notes)
}

/** Facts by name. */
export function facts(rows: readonly (readonly [string, Child])[]): HTMLElement {
  return element(
    'dl',
    {},
    ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  )
}
