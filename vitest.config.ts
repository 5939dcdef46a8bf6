import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    allowOnly: false,
    maxWorkers: 2,
    // These import `next/…` without an extension, which Node refuses and the bundler resolves.
    server: { deps: { inline: ['next-auth', 'next-intl'] } },
    setupFiles: ['tests/support/set-environment.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/support/cluster.ts'],
          setupFiles: ['tests/support/own-database.ts', 'tests/support/next.ts'],
          testTimeout: 15_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
