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
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'reports/e2e.json' }]],
})
