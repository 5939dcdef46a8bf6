import { cookies } from 'next/headers'
import { isDatabaseDown } from '@/lib/db/errors'
import { pool } from '@/lib/db/pool'
import { ACCOUNTS_PER_BROWSER } from '@/lib/parameters'
import { cookieOptions, parkedCookie, sessionCookie } from '../cookie-names'
import { digest } from '../secrets'
import { readToken } from '../signed-token'
import { forgetToken } from './session'

// Several accounts in one browser: one session cookie, which alone counts, and beside it the signed tokens of the other
// accounts. A parked session is an ordinary row: it idles, ends and is revoked like any other.

/** Somebody else who is signed in in this browser. */
export type ParkedAccount = { id: string; name: string; email: string }
type Parked = ParkedAccount & { cookie: string; token: string }

type Row = { nth: string; user_id: string; user_name: string; user_email: string }

/** Those whose session is alive. Asks nothing of the database where nobody is parked. */
async function readParked(): Promise<Parked[]> {
  const value = (await cookies()).get(parkedCookie())?.value
  const given = value ? value.split('~').slice(0, ACCOUNTS_PER_BROWSER - 1) : []
  const genuine: { cookie: string; token: string }[] = []
  for (const cookie of given) {
    const token = await readToken(cookie)
    if (token) genuine.push({ cookie, token })
  }
  if (genuine.length === 0) return []
  const { rows } = await pool.query<Row>({
    name: 'parked_accounts',
    text: `select p.nth, c.user_id, c.user_name, c.user_email
             from unnest($1::bytea[]) with ordinality p (digest, nth), lateral request_context(p.digest, null, false) c
            order by p.nth`,
    values: [genuine.map(({ token }) => digest(token))],
  })
  return rows.flatMap(({ nth, user_id: id, user_name: name, user_email: email }) => {
    const own = genuine[Number(nth) - 1]
    return own ? [{ ...own, id, name, email }] : []
  })
}

export async function listParked(): Promise<ParkedAccount[]> {
  try {
    return (await readParked()).map(({ id, name, email }) => ({ id, name, email }))
  } catch (error) {
    if (isDatabaseDown(error)) return []
    throw error
  }
}

/** The active session steps aside: this browser is signed in as nobody, until somebody signs in or goes on. */
export async function parkActive() {
  const [active, parked] = await Promise.all([readActive(), readParked()])
  await keep([...active, ...parked])
  await forgetToken()
}

/** That account is the active one from here on, and the one that was is parked. Its token, or null when its session has ended. */
export async function activate(userId: string): Promise<string | null> {
  const [active, parked] = await Promise.all([readActive(), readParked()])
  const wanted = parked.find(({ id }) => id === userId)
  if (!wanted) return null
  await keep([...active, ...parked.filter((one) => one !== wanted)])
  const options = { ...cookieOptions(), maxAge: secondsUntil(wanted.cookie) }
  ;(await cookies()).set(sessionCookie(), wanted.cookie, options)
  return wanted.token
}

async function readActive(): Promise<{ cookie: string }[]> {
  const cookie = (await cookies()).get(sessionCookie())?.value
  return cookie && (await readToken(cookie)) ? [{ cookie }] : []
}

/** Takes out those of one person, or everybody, dead ones too. Answers the tokens: their sessions are the caller's to end. */
export async function takeParked(userId?: string): Promise<string[]> {
  const parked = await readParked()
  const taken = parked.filter(({ id }) => !userId || id === userId)
  if (taken.length > 0 || !userId) await keep(parked.filter((one) => !taken.includes(one)))
  return taken.map(({ token }) => token)
}

async function keep(parked: { cookie: string }[]) {
  const jar = await cookies()
  const kept = parked.slice(0, ACCOUNTS_PER_BROWSER - 1).map(({ cookie }) => cookie)
  if (kept.length === 0) jar.delete({ name: parkedCookie(), ...cookieOptions() })
  else jar.set(parkedCookie(), kept.join('~'), { ...cookieOptions(), maxAge: Math.max(...kept.map(secondsUntil)) })
}

/** What the cookie says of itself; the row is the truth. */
function secondsUntil(cookie: string) {
  return Math.max(0, Math.floor((Number(cookie.split('.')[1]) - Date.now()) / 1_000))
}
