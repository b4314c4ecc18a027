// Two worlds that differ only in who has which arm, walked through in a real window. `npm run twin -- --screens` walks more.

import { expect, test } from '@playwright/test'
import { seed } from '../support/seed.ts'
import { playPairOnScreen } from '../twin/screens.ts'
import { storyFrom, variants } from '../twin/story.ts'
import { buildWindowShell, Window, windowShell } from '../twin/window.ts'
import { type Language, languages, languagesToday } from './words.ts'

/** A seed of the kind of second world in which QA walks, too; languages take turns from one such seed to the next. */
function seedIn(language: Language): number {
  const round = 2 * Math.ceil((seed % 1_000_000) / 6) + languages.indexOf(language)
  return round * variants.length + variants.indexOf('totals')
}

// One after the other, for both use the shell that is built here.
test.describe.configure({ mode: 'default' })
test.beforeAll(buildWindowShell)

for (const language of languagesToday('fa'))
  test(`B12 B13 every screen that the blinded can open is the same in both worlds, in its document and its picture (${language})`, async () => {
    test.setTimeout(300_000)
    const window = await Window.open(windowShell)
    try {
      const { observables, difference } = await playPairOnScreen(window, storyFrom(seedIn(language)), {
        sealing: 'stand_in',
      })
      expect(difference, `seed ${seedIn(language)}`).toBeUndefined()
      // A title, a document and a picture of every place.
      expect(observables).toBeGreaterThan(30)
    } finally {
      await window.close()
    }
  })
