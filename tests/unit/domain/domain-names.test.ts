import { expect, test } from 'vitest'
import { isFreeMail, isPublicEnding } from '@/lib/domain/domains/free-mail'
import { isStillGiven, modeFor, stateOf } from '@/lib/domain/domains/modes'
import { readDomain, recordOf } from '@/lib/domain/domains/names'

test.each([
  ['Acme.Example', 'acme.example'],
  ['  https://acme.example/about?x=1#y ', 'acme.example'],
  ['@acme.example', 'acme.example'],
  ['Ada <ada@acme.example>', null],
  ['ada@acme.example', 'acme.example'],
  ['acme.example.', 'acme.example'],
  ['münchen.example', 'xn--mnchen-3ya.example'],
  ['MÜNCHEN.example', 'xn--mnchen-3ya.example'],
  ['localhost', null],
  ['192.0.2.1', null],
  ['[2001:db8::1]', null],
  ['acme..example', null],
  ['acme example.com', null],
  ['acme.example:8080', null],
  ['', null],
  [`${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(30)}.example`, null],
])('“%s” is the domain %s', (typed, domain) => {
  expect(readDomain(typed)).toBe(domain)
})

test('what everybody has is nobody’s', () => {
  for (const domain of ['gmail.com', 'mail.gmail.com', 'gmx.de', 'proton.me'])
    expect(isFreeMail(domain), domain).toBe(true)
  for (const domain of ['co.uk', 'com.au', 'github.io']) expect(isPublicEnding(domain), domain).toBe(true)
  for (const domain of ['acme.co.uk', 'acme.example', 'notgmail.com', 'acme.github.io'])
    expect(isFreeMail(domain) || isPublicEnding(domain), domain).toBe(false)
})

test('the record stands beneath the domain, with the claim’s own value', () => {
  expect(recordOf({ name: 'acme.example', token: 'abc' })).toEqual({
    name: '_atrium-challenge.acme.example',
    value: 'atrium-verify=abc',
  })
})

test('a domain fails, and lapses after three days', () => {
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000)
  const state = (failingSince: Date | null, verifiedAt: Date | null = ago(9)) => stateOf({ verifiedAt, failingSince })
  expect([state(null, null), state(null), state(ago(2.9)), state(ago(3.1))]).toEqual([
    'waiting',
    'verified',
    'failing',
    'lapsed',
  ])
})

test('“join” is “ask” for who was a member once, and when nobody stands behind the role', () => {
  expect(modeFor('join', { given: true, former: false })).toBe('join')
  expect(modeFor('join', { given: true, former: true })).toBe('ask')
  expect(modeFor('join', { given: false, former: false })).toBe('ask')
  expect(modeFor('nobody', { given: false, former: true })).toBe('nobody')
  expect(isStillGiven(null, null)).toBe(false)
})
