import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests run against the sources, not against dist, so that a forgotten build cannot hide a failure.
  resolve: { conditions: ['dlpc-source'] },
  ssr: { resolve: { conditions: ['dlpc-source'], externalConditions: [] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['test/support/global-setup.ts'],
    // The report is what .ci/run counts.
    reporters: process.env.CI ? ['default', ['json', { outputFile: '.vitest/report.json' }]] : ['default'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
