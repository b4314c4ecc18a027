// What is pressed with a glove on: how large it is, and what else keeps somebody from working.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const leastPixels = 44

/** Whatever can be pressed in the work and is smaller than a gloved finger needs, in words. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const found: string[] = []
    const pressed =
      'main button, main a[href], main input, main textarea, main select, [role=dialog] button, [role=dialog] input'
    for (const element of document.querySelectorAll<HTMLElement>(pressed)) {
      // The edge of a column is dragged by a mouse or moved by arrows; no step of a dose needs it.
      if (element.closest('[role=columnheader]') !== null) continue
      if (element.closest('[inert], [aria-hidden=true], [hidden]') !== null || element.hasAttribute('hidden')) continue
      const isChoice = element instanceof HTMLInputElement && /radio|checkbox/.test(element.type)
      // A choice is pressed by its words as well, and a row of a table as a whole.
      const area = isChoice
        ? (element.closest<HTMLElement>('[data-choice], label, [class*=Radio-root], [class*=Checkbox-root]') ?? element)
        : element
      const { width, height } = area.getBoundingClientRect()
      if (width === 0 || height === 0) continue
      // Half a pixel is the rounding of a screen.
      if (width < least - 0.5 || height < least - 0.5)
        found.push(`${Math.round(width)}×${Math.round(height)} ${area.outerHTML.slice(0, 140)}`)
    }
    return found
  }, leastPixels)
}

const movingParts = () =>
  document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY).length

/** What axe looks at: the whole page, or what lies within one part of it; every rule, or these. */
type Looked = { readonly rules?: string[] | undefined; readonly within?: string }

/** What axe finds that keeps somebody from working, once all stands still; in words, so that a failure can be read. */
export async function hindrances(page: Page, { rules, within }: Looked = {}): Promise<string[]> {
  // What fades in has less contrast on its way. What turns for ever is no way to anywhere.
  await expect.poll(() => page.evaluate(movingParts)).toBe(0)
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (rules !== undefined) axe.withRules(rules)
  if (within !== undefined) axe.include(within)
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}
