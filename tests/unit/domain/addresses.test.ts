import { expect, test } from 'vitest'
import { readAddresses } from '@/lib/domain/addresses'

test.each([
  ['ada@x.test', ['ada@x.test'], []],
  [
    ' ADA@X.test , bob@x.test;carl@x.test\ndora@x.test\teve@x.test finn@x.test ',
    ['ada@x.test', 'bob@x.test', 'carl@x.test', 'dora@x.test', 'eve@x.test', 'finn@x.test'],
    [],
  ],
  ['Ada Lovelace <ada@x.test>, "Hopper, Grace" <grace@x.test>', ['ada@x.test', 'grace@x.test'], []],
  ['bob@x.test Ada Lovelace <ada@x.test>', ['bob@x.test', 'ada@x.test'], []],
  ['ada@x.test ada@x.test ADA@x.test', ['ada@x.test'], []],
  ['ada@@x.test, ada, @x.test, ada@x', [], ['ada@@x.test', 'ada', '@x.test', 'ada@x']],
  ['<>, <ada@x.test', ['ada@x.test'], ['', '<']],
  ['', [], []],
])('%j', (text, valid, invalid) => {
  expect(readAddresses(text)).toEqual({ valid, invalid })
})

test.each(['<', '"', 'a ', '"<', 'a@', '<a', ',<'])('a megabyte of %j is read in one go', (piece) => {
  const { valid, invalid } = readAddresses(piece.repeat(1_000_000 / piece.length))
  expect(valid).toEqual([])
  expect(invalid).not.toEqual([])
})
