import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyEmail } from '@/app/(auth)/verify-email/actions'
import { findCaller } from '@/lib/auth/context'
import { readLastMethod } from '@/lib/auth/last-method'
import { env } from '@/lib/env'
import { drainOnce } from '@/lib/jobs/worker'
import { asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { type OidcProvider, startOidcProvider } from '@/tests/support/oidc-provider'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { links, visit } from './oauth-visit'

let provider: OidcProvider
beforeAll(async () => {
  provider = await startOidcProvider(`${env.APP_URL}/api/auth/callback/oidc`)
  Object.assign(env, provider.settings)
})
afterAll(() => provider.stop())
beforeEach(() => rows('delete from "MailboxMessage"'))

async function mailTo(email: string) {
  await drainOnce()
  return row<{ template: string; text: string }>('select template, text from "MailboxMessage" where "to" = $1', [email])
}

async function openLink(email: string) {
  const { text } = await mailTo(email)
  const [, token = ''] = /verify-email\?token=([\w-]+)/.exec(text) ?? []
  return outcome(() => verifyEmail({}, form({ token })))
}

const signedInAs = async () => (await findCaller(null))?.user.email ?? null

describe('somebody whose address the provider has not checked', () => {
  test.each([
    ['false', false],
    ['the word “true”', 'true'],
    ['1', 1],
    ['nothing', undefined],
  ])('gets mail and no session when email_verified is %s', async (_, email_verified) => {
    const email = `unproved.${String(email_verified)}@people.test`
    asNobody()
    expect(await visit(provider, { sub: email, email, email_verified, name: 'Hedy' })).toBe('/verify-email?sent')
    expect(await signedInAs()).toBeNull()
    expect(await row('select "emailVerified" from "User" where email = $1', [email])).toEqual({ emailVerified: null })
    expect((await links()).filter((link) => link.email === email)).toEqual([])
    expect(await mailTo(email)).toMatchObject({ template: 'verify-email' })
  })

  test('is in, and linked, once they open the mail in the same browser', async () => {
    const claims = { sub: 'hedy', email: 'hedy@people.test', email_verified: false, name: 'Hedy' }
    const browser = asNobody()
    await visit(provider, claims, '/account')
    expect(await openLink(claims.email)).toEqual({ redirectTo: '/account' })
    expect(await signedInAs()).toBe(claims.email)
    expect(await readLastMethod()).toBe('oauth:oidc')
    expect((await links()).filter(({ email }) => email === claims.email)).toEqual([
      { email: claims.email, issuer: provider.issuer, subject: 'hedy' },
    ])
    expect([...browser.cookies.keys()].filter((name) => name.startsWith('handshake'))).toEqual([])

    asNobody()
    expect(await visit(provider, claims)).toBe('/new') // from now on the provider is enough
    expect(await signedInAs()).toBe(claims.email)
  })

  test('gains nothing when the owner of the address opens the mail elsewhere', async () => {
    const claims = { sub: 'mallory', email: 'victim@people.test', email_verified: false }
    const mallory = asNobody()
    await visit(provider, claims)
    asNobody()
    await openLink(claims.email)
    expect((await links()).filter(({ email }) => email === claims.email)).toEqual([])

    asNobody(mallory)
    expect(await visit(provider, claims)).toBe('/verify-email?sent')
    expect(await signedInAs()).toBeNull()
  })

  test('is not linked by the mail of another visit, to another address or from another browser', async () => {
    const first = { sub: 'first', email: 'first@people.test', email_verified: false }
    const second = { sub: 'second', email: 'second@people.test', email_verified: false }
    const browser = asNobody()
    await visit(provider, first)
    await visit(provider, second)
    await openLink(first.email)
    expect((await links()).filter(({ email }) => email === first.email)).toEqual([])

    asNobody()
    await visit(provider, { ...second, sub: 'mallory' })
    await rows('delete from "MailboxMessage"')
    asNobody(browser)
    expect(await openLink(second.email)).toEqual({ redirectTo: '/sign-in?verified' })
    expect((await links()).filter(({ email }) => email === second.email)).toEqual([])
  })

  test('gets the answer that everybody gets when the address has an account; its owner is told', async () => {
    const grace = await person('grace')
    const browser = asNobody()
    expect(await visit(provider, { sub: 'not-grace', email: grace.email, email_verified: false })).toBe(
      '/verify-email?sent',
    )
    const known = [...browser.cookies.values()].map(({ name, value }) => [name, String(value).length])
    expect(await signedInAs()).toBeNull()
    expect(await mailTo(grace.email)).toMatchObject({ template: 'already-registered' })
    expect((await links()).filter(({ email }) => email === grace.email)).toEqual([])

    const other = asNobody()
    await visit(provider, { sub: 'not-grate', email: grace.email.replace('grace', 'grate'), email_verified: false })
    expect([...other.cookies.values()].map(({ name, value }) => [name, String(value).length])).toEqual(known)
  })

  test('finds no account of a person who is switched off, and no mail leaves', async () => {
    const linus = await person('linus')
    await rows('update "User" set "disabledAt" = now() where id = $1', [linus.id])
    asNobody()
    expect(await visit(provider, { sub: 'x', email: linus.email, email_verified: false })).toBe('/verify-email?sent')
    await drainOnce()
    expect(await rows('select 1 from "MailboxMessage" where "to" = $1', [linus.email])).toEqual([])
  })

  test('cannot flood a mailbox', async () => {
    const claims = { sub: 'flood', email: 'flooded@people.test', email_verified: false }
    asNobody()
    for (let count = 0; count < 3; count++) expect(await visit(provider, claims)).toBe('/verify-email?sent')
    expect(await visit(provider, claims)).toBe('/sign-in?problem=too-many')
  })
})
