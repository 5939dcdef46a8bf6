import { expect, test } from 'vitest'
import { judge } from '@/tests/support/stages'

test('a stage counts what it ran', () => {
  expect(judge({ passed: 7, failed: 0 }, 0)).toEqual({ passed: 7, failed: 0 })
  expect(judge({ passed: 7, failed: 2 }, 1)).toEqual({ passed: 7, failed: 2 })
})

test('a stage that ran nothing has failed', () => {
  expect(judge({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 })
})

test('a stage that failed beside its tests has failed', () => {
  expect(judge({ passed: 7, failed: 0 }, 1)).toEqual({ passed: 7, failed: 1 })
})
