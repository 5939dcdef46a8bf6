import { expect, test } from 'vitest'
import { readListOfPeople } from '@/lib/domain/invitations/list-of-people'

test.each([
  ['a pasted list', 'ada@x.test, Grace <GRACE@x.test>; linus@x.test\tolive@x.test', ['ada', 'grace', 'linus', 'olive']],
  ['lines of Windows', 'ada@x.test\r\ngrace@x.test\r\n', ['ada', 'grace']],
  ['a file with a head', 'name,E-Mail,role\nAda,ada@x.test,admin\nGrace,grace@x.test,owner', ['ada', 'grace']],
  [
    'a file with a mark at its start',
    '\ufeffEmail;Name\r\nada@x.test;Ada\r\n"grace@x.test";"Hopper; Grace"',
    ['ada', 'grace'],
  ],
  ['a file without a head', 'Ada,ada@x.test,viewer\n"Hopper, Grace",grace@x.test,viewer', ['ada', 'grace']],
  ['quoted names before brackets', '"Hopper, Grace" <grace@x.test>, Ada <ada@x.test>', ['grace', 'ada']],
  ['doubles, in any case', 'ada@x.test\nADA@x.test\n Ada <ada@x.test>', ['ada']],
  ['text that a spreadsheet marked', `'ada@x.test\n'grace@x.test`, ['ada', 'grace']],
  ['words side by side', 'ada@x.test grace@x.test', ['ada', 'grace']],
])('%s', (_, text, names) => {
  expect(readListOfPeople(text)).toEqual(names.map((name) => `${name}@x.test`))
})

test('what is no address is shown as it was written, and takes nobody else along', () => {
  expect(readListOfPeople('ada@x.test\nnobody\nada@nowhere, grace@x.test\n"linus@x.test\nolive@x.test')).toEqual([
    'ada@x.test',
    'nobody',
    'ada@nowhere',
    'grace@x.test',
    'linus@x.test',
    'olive@x.test',
  ])
})

test('a formula is text that is no address', () => {
  expect(readListOfPeople(`=cmd|' /C calc'!A0\n@SUM(1+1)\nada@x.test`)).toEqual([
    `=cmd|' /C calc'!A0`,
    '@SUM(1+1)',
    'ada@x.test',
  ])
})

test('a text of nothing but quotes is read in one go', () => {
  expect(readListOfPeople('"'.repeat(400_000))).toEqual([])
})
