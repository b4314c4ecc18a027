import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    globalSetup: 'test/support/run.ts',
    setupFiles: 'test/support/file.ts',
    environment: 'node',
    pool: 'forks',
    // Tests use real files and real cryptography: more workers than cores only make each of them slower.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
