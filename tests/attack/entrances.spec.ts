import { expect, test } from '@playwright/test'
import { listEntrances } from '@/tests/support/entrances'
import { builtFaults, readBuilt } from '@/tests/support/entrances-built'

test('what the production build lets in is exactly what the gates know', () => {
  expect(builtFaults(readBuilt(), listEntrances())).toEqual([])
})
