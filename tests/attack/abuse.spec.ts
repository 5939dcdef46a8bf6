import { randomBytes } from 'node:crypto'
import { rows } from '@/tests/support/database'
import { action, expect, test } from '@/tests/support/matrix-cast'
import { type Answer, Client } from '@/tests/support/matrix-client'
import { plainPost, reactPost, returned } from '@/tests/support/matrix-forms'
import { person } from '@/tests/support/people'
import { anotherInstance } from '@/tests/support/server'

const REFUSED = "We couldn't sign you in with that e-mail and password."
const TOO_MANY = expect.stringMatching(/^Too many tries\. Try again in \d+ minutes?\.$/)

const post = (client: Client, path: string, name: string, fields: Record<string, string>) =>
  client.post(path, reactPost([], fields), { 'next-action': action(name).id })

async function guess(client: Client, email: string) {
  const { text } = await post(client, '/sign-in', 'signIn', { email, step: 'password', password: 'a guess of mallory' })
  return returned(text)?.message
}

test('two processes on one database count together', async () => {
  const mark = randomBytes(4).toString('hex')
  const other = await anotherInstance()
  try {
    const here = new Client()
    const there = here.at(other.base)
    for (let count = 0; count < 20; count++)
      expect(await guess(count % 2 ? here : there, `${mark}-${count}@people.test`)).toBe(REFUSED)
    expect(await guess(here, `${mark}@people.test`)).toEqual(TOO_MANY)
    expect(await guess(there, `${mark}@people.test`)).toEqual(TOO_MANY)
  } finally {
    await other.stop()
  }
})

test('without a proxy of ours X-Forwarded-For changes nothing', async () => {
  const mark = randomBytes(4).toString('hex')
  const bare = await anotherInstance({ TRUSTED_PROXY_HOPS: '0' })
  try {
    for (let count = 0; count < 20; count++)
      expect(await guess(new Client(bare.base), `${mark}-${count}@people.test`)).toBe(REFUSED)
    expect(await guess(new Client(bare.base), `${mark}@people.test`)).toEqual(TOO_MANY)
  } finally {
    await bare.stop()
  }
})

type Ask = { path: string; name: string; fields: (email: string) => Record<string, string> }

const questions: Record<string, Ask> = {
  'the first step': { path: '/sign-in', name: 'signIn', fields: (email) => ({ email }) },
  'a wrong password': {
    path: '/sign-in',
    name: 'signIn',
    fields: (email) => ({ email, step: 'password', password: 'a guess of mallory' }),
  },
  'a sign-in link': {
    path: '/sign-in',
    name: 'signIn',
    fields: (email) => ({ email, step: 'password', intent: 'link' }),
  },
  'a reset': { path: '/forgot-password', name: 'forgotPassword', fields: (email) => ({ email }) },
  'a sign-up': {
    path: '/sign-up',
    name: 'signUp',
    fields: (email) => ({ email, name: 'Mallory', password: 'lamp tunnel orbit' }),
  },
}

for (const [what, { path, name, fields }] of Object.entries(questions)) {
  for (const [how, send] of Object.entries({
    'with JavaScript': (client: Client, email: string) => post(client, path, name, fields(email)),
    'without JavaScript': (client: Client, email: string) =>
      client.post(path, plainPost(action(name).id, [], fields(email))),
  })) {
    test(`${what}, ${how}: status, headers, cookies and body tell nobody who has an account`, async () => {
      const seen: unknown[] = []
      for (const email of await oneOfEachKind()) seen.push(shapeOf(await send(new Client(), email), email))
      for (const shape of seen) expect(shape).toEqual(seen[0])
    })
  }
}

/** Known, unknown, unproved, disabled, without a password: addresses of one length. */
async function oneOfEachKind() {
  const emails = Array.from({ length: 5 }, () => `${randomBytes(8).toString('hex')}@people.test`)
  const [known = '', , unproved = '', disabled = '', bare = ''] = emails
  await person('petra', { email: known })
  await person('petra', { email: unproved, verified: false })
  await person('petra', { email: disabled })
  await rows('update "User" set "disabledAt" = now() where email = $1', [disabled])
  await person('petra', { email: bare, password: null })
  return emails
}

/** Everything that a stranger gets, without what is new in every answer. */
function shapeOf({ status, headers, setCookies, text }: Answer, email: string) {
  const { date: _, 'set-cookie': __, ...others } = headers
  const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? 'none'
  const stable = (said: string) =>
    said
      .replaceAll(nonce, 'NONCE')
      .replaceAll(email, 'EMAIL')
      .replaceAll(email.replace('@', '%40'), 'EMAIL')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'ID')
      .replaceAll(/(?<=")[\w-]{21}(?=[vm]\\?")/g, 'RENDERING') // Next's own, by chance, in the head of a page that it sends along
  return {
    status,
    headers: stable(JSON.stringify(others)),
    cookies: setCookies.map((line) =>
      line.replace(/=([^;]*)/, (_, value: string) => `=${value.length} characters`).replace(/Expires=[^;]*/i, ''),
    ),
    text: stable(text),
  }
}
