import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findCaller } from '@/lib/auth/context'
import { env } from '@/lib/env'
import { type DemoSso, startDemoSso } from '@/scripts/lib/demo-sso'
import { asNobody } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { walk } from '@/tests/support/oidc-provider'
import { person } from '@/tests/support/people'
import { comeBack, links, press } from './oauth-visit'

const unconfigured = { AUTH_OIDC_ISSUER: undefined, AUTH_OIDC_ID: undefined, AUTH_OIDC_SECRET: undefined }
const where = { url: env.APP_URL, database: { appUrl: process.env.DATABASE_URL ?? '' } }

let sso: DemoSso | undefined
async function start() {
  await sso?.stop()
  Object.assign(env, unconfigured)
  sso = await startDemoSso(where)
  if (!sso) throw new Error('It did not start.')
  Object.assign(env, sso.settings)
  await sso.connect()
}
afterEach(async () => {
  await sso?.stop()
  sso = undefined
  Object.assign(env, { ...unconfigured, AUTH_METHODS: undefined })
})

/** The button, and what somebody answers there. */
async function signInAs(fields: Record<string, string>) {
  asNobody()
  return comeBack(await walk(await press(), fields))
}
const nora = { answer: 'new', name: 'Nora', email: ' Nora@People.Test ', verified: 'yes' }

beforeAll(async () => {
  await person('Olivia Owens', { email: 'owner@acme.test' })
  await person('Hana Globe', { email: 'owner@globex.test', verified: false })
})

describe('Demo SSO', () => {
  test('lets a demo person into their account, today and after it was started again', async () => {
    for (let count = 0; count < 2; count++) {
      await start()
      expect(await signInAs({ person: 'owner@acme.test' })).toBe('/new')
      expect((await findCaller(null))?.user.email).toBe('owner@acme.test')
    }
    expect(await links()).toEqual([
      { email: 'owner@acme.test', issuer: sso?.settings.AUTH_OIDC_ISSUER, subject: 'owner@acme.test' },
    ])
  })

  test('makes somebody new, who is the same person after it was started again', async () => {
    await start()
    expect(await signInAs(nora)).toBe('/new')
    const first = await findCaller(null)
    expect(first?.user).toMatchObject({ email: 'nora@people.test', name: 'Nora', emailVerified: true })
    await start()
    await signInAs(nora)
    expect((await findCaller(null))?.user.id).toBe(first?.user.id)
  })

  test('says that it has not checked an address, that an account is somebody’s, or that somebody did not want to', async () => {
    await person('grace')
    await start()
    expect(await signInAs({ ...nora, email: 'unchecked@people.test', verified: '' })).toBe('/verify-email?sent')
    expect(await signInAs({ ...nora, email: 'grace@people.test' })).toBe('/sign-in?problem=known-address')
    expect(await signInAs({ answer: 'cancel' })).toBe('/sign-in?problem=cancelled')
    expect(await signInAs({ person: 'stranger@acme.test' })).toBe('/sign-in?problem=cancelled')
  })

  test('gives nobody an account that was never proved', async () => {
    await start()
    expect((await links()).filter(({ email }) => email === 'owner@globex.test')).toEqual([])
  })

  test('starts although another one left the same person behind twice', async () => {
    await start()
    await signInAs(nora)
    await rows(
      `insert into "Account" ("userId", type, issuer, subject, "createdAt")
       select "userId", type, 'http://127.0.0.1:1/demo-sso', subject, now() - interval '1 day' from "Account" where subject = 'nora@people.test'`,
    )
    await start()
    expect(await signInAs(nora)).toBe('/new')
    expect((await links()).filter(({ subject }) => subject === 'nora@people.test')).toHaveLength(1)
  })

  test('shows what it says of people as text, and knows no page that nobody was sent to', async () => {
    await rows(`update "User" set name = '<img src=x onerror=alert(1)>' where email = 'owner@acme.test'`)
    await start()
    asNobody()
    const origin = new URL(sso?.settings.AUTH_OIDC_ISSUER ?? '').origin
    const page = await fetch(`${origin}/interaction/x`)
    expect(await page.text()).toContain('&lt;img src=x')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await fetch(`${origin}/interaction/x`, { method: 'POST', body: new URLSearchParams(nora) })).status).toBe(
      400,
    )
    expect((await fetch(origin)).status).toBe(404)
  })
})

describe('there is no Demo SSO', () => {
  test.each([
    ['where somebody has configured a provider', { AUTH_OIDC_ISSUER: 'https://login.example.com' }, env.APP_URL],
    ['where the method is switched off', { AUTH_METHODS: 'password,link' }, env.APP_URL],
    ['where people come from elsewhere', {}, 'https://app.example.com'],
  ])('%s', async (_, settings, url) => {
    Object.assign(env, { ...unconfigured, ...settings })
    expect(await startDemoSso({ ...where, url })).toBeUndefined()
  })

  test('beside any other command than `npm run dev` and `npm run demo`', () => {
    const files = ['app', 'components', 'lib', 'scripts', 'prisma'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.posix.join(folder, name)),
    )
    const importing = (what: RegExp) =>
      files
        .filter((name) => /(?<!\.d)\.tsx?$/.test(name) && !name.includes('generated'))
        .filter((name) => what.test(readFileSync(name, 'utf8')))
    expect(importing(/from '.*demo-sso'/).sort()).toEqual(['scripts/demo.ts', 'scripts/dev.ts'])
    expect(importing(/import\('oidc-provider'\)|^import .*'oidc-provider'/m).sort()).toEqual([
      'scripts/lib/demo-sso.ts',
      'scripts/lib/openid-configuration.ts', // a type
    ])
  })
})
