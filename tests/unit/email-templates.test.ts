import { describe, expect, test } from 'vitest'
import { brand } from '@/lib/brand'
import { renderMail } from '@/lib/email/render'
import { templates } from '@/lib/email/templates'
import { samples, templateNames, token } from '../integration/email-samples'

const site = 'http://localhost:3999'
const withoutJoiners = (text: string) => text.replaceAll('\u2060', '')

test('there is a sample of every mail', () => {
  expect(templateNames.sort()).toEqual(Object.keys(templates).sort())
})

describe.each(templateNames)('%s', (name) => {
  test('links to nowhere but the product, and shows no image', async () => {
    const { html, text } = await renderMail(name, samples[name])
    const links = [...html.matchAll(/(?:href|src)="([^"]*)"/g), ...text.matchAll(/(https?:\/\/\S+)/g)].map(
      ([, to]) => to,
    )
    expect(links.length).toBeGreaterThan(1)
    for (const link of links) expect(new URL(link ?? '').origin).toBe(site)
    expect(html).not.toMatch(/<img|url\(|<script|<link/)
  })

  test('has a text twin with the same links and words, and nothing of the markup', async () => {
    const { html, text } = await renderMail(name, samples[name])
    const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map(([, to]) => to?.replaceAll('&amp;', '&'))
    for (const href of hrefs) expect(text).toContain(href)
    expect(text).not.toMatch(/[{}<>]|&\w+;|undefined|null|NaN|Invalid|\n{3}|[^\S\n]$/m)
  })

  test('is the same to the byte on every try', async () => {
    expect(await renderMail(name, samples[name])).toEqual(await renderMail(name, samples[name]))
  })

  test('says what to do if it was somebody else', async () => {
    expect((await renderMail(name, samples[name])).text).toMatch(/If (this was not you|you did not expect this), /)
  })
})

test('the sign-in mail reads as a person would want it', async () => {
  const { subject, text } = await renderMail('sign-in-link', samples['sign-in-link'])
  expect(subject).toBe(`Sign in to ${brand.name}`)
  expect(text).toBe(`${brand.name}

Sign in to ${brand.name}

You can sign in to ${brand.name} with this link. Open it in the browser that asked for it.

Sign in:
${site}/sign-in/link?token=${token}

Reading this on another device? Type this code in the browser that asked:

K7M4-PQ9X

Both work once, until December 1, 2099 at 2:05 PM UTC.

It was asked for from Chrome on macOS, at the IP address 203.0.113.7.

If this was not you, do nothing, and give the code to nobody: nobody at ${brand.name} will ever ask for it.

${brand.name} sent this because of something done with your e-mail address.
${site}
`)
})

test('the invitation says who invites, to what, as what, and keeps the lines of what they wrote', async () => {
  const { subject, text } = await renderMail('invitation', samples.invitation)
  expect(subject).toBe('Grace Hopper invited you to Acme')
  expect(
    withoutJoiners(text),
  ).toContain(`Grace Hopper invited you to join Acme on ${brand.name}. Your role would be Member.

Grace Hopper wrote:

Welcome aboard.
The compiler is yours.

View invitation:
${site}/invite/${token}`)
})

describe('what a stranger can write', () => {
  const hostile = {
    ...samples.invitation,
    organizationName: 'evil.test <b>Acme</b> {x} https://evil.test/login',
    inviterName: 'Grace\r\nBcc: victim@evil.test\u2028',
    message: 'Go to www.evil.test\nor mail me@evil.test, {now}',
  }

  test('becomes no link', async () => {
    const { html, text, subject } = await renderMail('invitation', hostile)
    for (const part of [html, text, subject]) {
      expect(part).not.toMatch(/evil\.test|https?:\/\/evil|@evil|www\.evil/)
      expect(withoutJoiners(part)).toContain('evil.test')
    }
  })

  test('becomes no markup, no header, and no placeholder', async () => {
    const { html, text, subject } = await renderMail('invitation', hostile)
    expect(html).not.toContain('<b>')
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
    expect(withoutJoiners(subject)).toMatch(
      /^Grace Bcc: victim@evil\.test invited you to evil\.test <b>Acme<\/b> \{x\}/,
    )
    expect(text).toContain('{now}')
  })

  test('does not make a subject that never ends', async () => {
    const { subject } = await renderMail('invitation', { ...hostile, organizationName: 'x'.repeat(1_000) })
    expect(subject.length).toBeLessThanOrEqual(160)
  })

  test('is no better in the name of a browser', async () => {
    const { html } = await renderMail('new-sign-in', {
      ...samples['new-sign-in'],
      request: { ip: '203.0.113.7', device: 'see https://evil.test' },
    })
    expect(html).not.toContain('https://evil')
  })
})

test('a new sign-in names the way in as a person would', async () => {
  const how = async (method: string) =>
    /How: (.*)/.exec((await renderMail('new-sign-in', { ...samples['new-sign-in'], method })).text)?.[1]
  expect(await how('password')).toBe('password')
  expect(await how('link')).toBe('sign-in link')
  expect(await how('oauth:github')).toBe('account at GitHub')
})

test('a changed way to sign in says what, when, from where, and what to do about it', async () => {
  const sample = samples['sign-in-method-changed']
  const added = await renderMail('sign-in-method-changed', sample)
  expect(added.subject).toBe('A way to sign in was added')
  expect(withoutJoiners(added.text)).toContain(`What: Google account ada@people.test
When: March 14, 2026 at 9:26 AM UTC
Where: Chrome on macOS, at the IP address 203.0.113.7`)
  expect(added.text).toContain('Then sign in and remove what was added.')
  const removed = await renderMail('sign-in-method-changed', { ...sample, change: 'removed', method: 'see evil.test' })
  expect(removed.subject).toBe('A way to sign in was removed')
  expect(removed.html).not.toContain('evil.test')
})
