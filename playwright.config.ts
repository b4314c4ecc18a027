import { defineConfig } from '@playwright/test'
import { isFull } from './test/support/extent.ts'

/** Minutes each, for what hardly any change touches: every day they are left out. */
const onlyInFull = ['access', 'in-use', 'left-behind', 'memory', 'package']

export default defineConfig({
  testDir: 'test/e2e',
  testIgnore: isFull ? [] : onlyInFull.map((name) => `**/${name}.test.ts`),
  globalSetup: './test/e2e/display.mjs',
  outputDir: 'reports/e2e',
  workers: 2,
  fullyParallel: true,
  // How long is waited before something is called missing, also on a machine that has other work; nothing is measured by it.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'reports/e2e.json' }]],
})
