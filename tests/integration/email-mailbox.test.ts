import { NextRequest } from 'next/server'
import { beforeEach, describe, expect, test } from 'vitest'
import { GET as jobs } from '@/app/api/jobs/route'
import { GET } from '@/app/dev/mailbox.json/route'
import { inTransaction } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { transport } from '@/lib/email/transport'
import { env } from '@/lib/env'
import { drainOnce } from '@/lib/jobs/worker'
import { rows } from '../support/database'
import { samples, token } from './email-samples'

type Message = { id: string; to: string; links: string[]; code?: string; template: string; sentAt: string }

async function ask(query = '') {
  const response = await GET(new NextRequest(`http://localhost:3999/dev/mailbox.json${query}`))
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() }
}
const messages = async (query = '') => (await ask(query)).body as Message[]

async function send(to: string) {
  await inTransaction({ identity: true }, (db) =>
    sendMail(db, { template: 'sign-in-link', to, props: samples['sign-in-link'] }),
  )
  await drainOnce()
}

beforeEach(async () => {
  await rows('delete from "MailboxMessage"')
})

describe('/dev/mailbox.json', () => {
  test('shows a mail as a person and a program want it', async () => {
    await send('ada@acme.test')
    const [message] = await messages()
    expect(message).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      to: 'ada@acme.test',
      from: process.env.EMAIL_FROM,
      subject: expect.stringContaining('Sign in to'),
      text: expect.stringContaining('K7M4-PQ9X'),
      html: expect.stringContaining('<html'),
      links: [`http://localhost:3999/sign-in/link?token=${token}`, 'http://localhost:3999'],
      code: 'K7M4PQ9X',
      template: 'sign-in-link',
      sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
  })

  test('gives the newest first, and only what came after a mail or a time', async () => {
    await send('first@acme.test')
    await send('second@acme.test')
    await send('third@acme.test')
    const all = await messages()
    expect(all.map(({ to }) => to)).toEqual(['third@acme.test', 'second@acme.test', 'first@acme.test'])
    const [third, second] = all
    expect(await messages(`?after=${second?.id}`)).toEqual([third])
    expect(await messages(`?after=${second?.sentAt}`)).toEqual([third])
    expect(await messages(`?after=${third?.sentAt}`)).toEqual([])
    expect(await messages(`?after=${third?.id}&to=third@acme.test`)).toEqual([])
  })

  test('matches the whole address, lower-cased', async () => {
    await send('ada@acme.test')
    expect(await messages('?to=ADA@acme.test')).toHaveLength(1)
    expect(await messages('?to=da@acme.test')).toHaveLength(0)
    expect(await messages('?to=%25@acme.test')).toHaveLength(0)
  })

  test.each([
    '?to=',
    '?to=ada',
    '?to=a@b@c',
    '?to=a@acme.test,b@acme.test',
    '?to=a@acme.test&to=b@acme.test',
    `?to=${'a'.repeat(300)}@acme.test`,
    '?to=a%00@acme.test',
    '?after=',
    '?after=yesterday',
    '?after=2026-13-01T00:00:00Z',
    '?after=0000-01-01T00:00:00Z',
    '?after=00000000-0000-4000-8000-000000000000',
  ])('answers %s with 400', async (query) => {
    const { status, type, body } = await ask(query)
    expect({ status, type }).toEqual({ status: 400, type: 'application/problem+json' })
    expect(body).toMatchObject({ status: 400 })
  })
})

test('the same mail twice is one mail in the mailbox', async () => {
  const mail = {
    to: 'a@acme.test',
    from: 'b@acme.test',
    subject: 's',
    text: 't',
    html: 'h',
    template: 'x',
    idempotencyKey: 'k',
  }
  await transport().send(mail)
  await transport().send(mail)
  expect(await messages()).toHaveLength(1)
})

describe('/api/jobs', () => {
  const knock = (authorization?: string) =>
    jobs(new NextRequest('http://localhost:3999/api/jobs', { headers: authorization ? { authorization } : {} }))

  test('does not exist while there is no CRON_SECRET', async () => {
    expect((await knock()).status).toBe(404)
    expect((await knock('Bearer undefined')).status).toBe(404)
    expect((await knock('Bearer ')).status).toBe(404)
  })

  test('does the work for whoever has the secret, and nothing for anybody else', async () => {
    env.CRON_SECRET = 'a-cron-secret-of-the-tests'
    await inTransaction({ identity: true }, (db) =>
      sendMail(db, { template: 'verify-email', to: 'ada@acme.test', props: samples['verify-email'] }),
    )
    for (const wrong of [
      undefined,
      'Bearer',
      'Bearer a-cron-secret-of-the-test',
      'a-cron-secret-of-the-tests',
      'Bearer x',
    ]) {
      const refused = await knock(wrong)
      expect(refused.status).toBe(401)
      expect(refused.headers.get('content-type')).toBe('application/problem+json')
      expect(refused.headers.get('www-authenticate')).toBe('Bearer')
    }
    expect(await messages()).toEqual([])
    const answer = await knock('Bearer a-cron-secret-of-the-tests')
    expect([answer.status, await answer.json()]).toEqual([200, { done: 1, failed: 0 }])
    expect(await messages()).toHaveLength(1)
    env.CRON_SECRET = undefined
  })
})
