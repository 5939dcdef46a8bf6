import { expect, test } from 'vitest'
import { landingPath } from '@/lib/auth/landing'

const acme = { id: 'a', slug: 'acme' }
const globex = { id: 'g', slug: 'globex' }

test('whoever came for a page gets it', () => {
  expect(landingPath({ next: '/o/acme/members?q=1', organizations: [globex] })).toBe('/o/acme/members?q=1')
})

test('a page elsewhere is not where anybody goes', () => {
  for (const next of [
    'https://evil.test',
    '//evil.test',
    '/..//evil.test',
    '/\\evil.test',
    '',
    null,
    undefined,
    '/sign-in',
  ]) {
    expect(landingPath({ next, organizations: [acme] })).toBe('/o/acme')
  }
})

test('who is in one organization lands there, whatever was visited last', () => {
  expect(landingPath({ organizations: [acme], user: { lastOrganizationId: 'g' } })).toBe('/o/acme')
})

test('who is in several lands in the one visited last, while they are a member', () => {
  const organizations = [acme, globex]
  expect(landingPath({ organizations, user: { lastOrganizationId: 'g' } })).toBe('/o/globex')
  expect(landingPath({ organizations, user: { lastOrganizationId: 'gone' } })).toBe('/account/organizations')
  expect(landingPath({ organizations, user: { lastOrganizationId: null } })).toBe('/account/organizations')
})

test('who is in none creates one, unless an invitation waits', () => {
  expect(landingPath({})).toBe('/new')
  expect(landingPath({ invitations: [{}] })).toBe('/account/organizations')
})
