import { randomBytes, randomInt } from 'node:crypto'
import { Agent, request } from 'node:http'
import { readBuilt } from '@/tests/support/entrances-built'
import { reactPost } from '@/tests/support/matrix-forms'
import { newAddress } from '@/tests/support/visitor'
import { addressOf, type Kind, kinds, makePeople } from './people'
import { type Finding, type Measurement, skipped } from './result'
import type { World } from './world'

type Flow = { path: string; action: string; fields: (email: string) => Record<string, string> }

// What a stranger can ask about an address.
const flows: Record<string, Flow> = {
  'sign-in, first step': { path: '/sign-in', action: 'signIn', fields: (email) => ({ email }) },
  'sign-in, wrong password': {
    path: '/sign-in',
    action: 'signIn',
    fields: (email) => ({ email, step: 'password', password: 'a guess of mallory' }),
  },
  'sign-up': {
    path: '/sign-up',
    action: 'signUp',
    fields: (email) => ({ email, name: 'Mallory', password: 'lamp tunnel orbit' }),
  },
  'forgotten password': { path: '/forgot-password', action: 'forgotPassword', fields: (email) => ({ email }) },
  'sign-in link': {
    path: '/sign-in',
    action: 'signIn',
    fields: (email) => ({ email, step: 'password', intent: 'link' }),
  },
}

const SAMPLES = 200
const WARM_UP = 30
const BAND = { from: 0.4, to: 0.6 }

type Sample = { ms: number; shape: string }

/** Whether the answers, or the time that they take, tell who has an account. Kinds in turns, in a new order each round. */
export async function measureEnumeration({ app, pace }: World): Promise<Measurement> {
  const samples = pace.rounds === 1 ? 20 : SAMPLES
  const run = randomBytes(3).toString('hex')
  await makePeople(app.superuserUrl, run, samples)
  const { actions } = readBuilt(app.env.NEXT_DIST_DIR)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const findings: Finding[] = []
  const raw: Record<string, Record<Kind, number[]>> = {}
  for (const [name, { path, action, fields }] of Object.entries(flows)) {
    const id = actions.find(({ exportedName }) => exportedName === action)?.id ?? ''
    const ask = (email: string) => post(agent, app.url + path, id, fields(email), email)
    for (let count = 0; count < WARM_UP; count++) await ask(addressOf(run, 'unknown', 90_000 + count))
    const times = Object.fromEntries(kinds.map((kind) => [kind, [] as number[]])) as Record<Kind, number[]>
    const shapes = new Map<string, Kind>()
    for (let number = 0; number < samples; number++) {
      for (const kind of shuffled(kinds)) {
        const { ms, shape } = await ask(addressOf(run, kind, number))
        times[kind].push(ms)
        shapes.set(shape, kind)
      }
    }
    raw[name] = times
    findings.push(alike(name, [...shapes]), ...(pace.rounds === 1 ? [skipped(`${name}: time`, 'too few')] : []))
    if (pace.rounds > 1) findings.push(inTime(name, times))
  }
  agent.destroy()
  return { findings, raw }
}

function alike(flow: string, shapes: [string, Kind][]): Finding {
  const [first, second] = shapes
  if (first && second)
    console.log(
      `  ${first[1]}: ${whereItDiffers(first[0], second[0])}\n  ${second[1]}: ${whereItDiffers(second[0], first[0])}`,
    )
  return {
    budget: `${flow}: kinds of answers`,
    measured: `${shapes.length}`,
    allowed: '= 1',
    pass: shapes.length === 1,
  }
}

function whereItDiffers(text: string, other: string) {
  const at = [...text].findIndex((character, index) => character !== other[index])
  return text.slice(Math.max(0, at - 100), at + 200)
}

/** The chance that one of this kind takes longer than one of that kind: a half when the time tells nothing. */
function inTime(flow: string, times: Record<Kind, number[]>): Finding {
  const pairs = kinds.flatMap((one, index) => kinds.slice(index + 1).map((other) => [one, other] as const))
  const curves = pairs.map(([one, other]) => ({ one, other, auc: areaUnderCurve(times[one], times[other]) }))
  const sorted = [...curves].sort((a, b) => Math.abs(b.auc - 0.5) - Math.abs(a.auc - 0.5))
  const worst = sorted[0] ?? { one: '', other: '', auc: Number.NaN }
  console.log(`  ${flow}: ${kinds.map((kind) => `${kind} ${middle(times[kind]).toFixed(1)} ms`).join(', ')}`)
  return {
    budget: `${flow}: ROC-AUC of time, worst pair (${worst.one} / ${worst.other})`,
    measured: worst.auc.toFixed(2),
    allowed: `${BAND.from}–${BAND.to}`,
    pass: worst.auc >= BAND.from && worst.auc <= BAND.to,
  }
}

function areaUnderCurve(positive: number[], negative: number[]) {
  let above = 0
  for (const one of positive) for (const other of negative) above += one > other ? 1 : one === other ? 0.5 : 0
  return above / (positive.length * negative.length)
}

const middle = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

function shuffled<T>(values: readonly T[]): T[] {
  const left = [...values]
  return values.map(() => left.splice(randomInt(left.length), 1)[0] as T)
}

/** As a page's own script sends it, from an address of its own, over a connection that is open. */
async function post(agent: Agent, url: string, action: string, fields: Record<string, string>, email: string) {
  const packed = new Response(reactPost([], fields))
  const body = Buffer.from(await packed.arrayBuffer())
  const headers = {
    'content-type': packed.headers.get('content-type') ?? '',
    'content-length': body.length,
    'next-action': action,
    origin: new URL(url).origin,
    'x-forwarded-for': newAddress(),
  }
  return new Promise<Sample>((resolve, reject) => {
    const start = performance.now()
    const asked = request(url, { agent, method: 'POST', headers }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => {
        const ms = performance.now() - start
        const text = Buffer.concat(pieces).toString('utf8')
        resolve({ ms, shape: shapeOf(response.statusCode, response.headers, text, email) })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Everything that an answer says, without what is new in every answer: ids, nonces, secrets of this browser. */
function shapeOf(status: number | undefined, headers: Record<string, unknown>, text: string, email: string) {
  const { date: _, 'x-request-id': __, 'content-security-policy': policy, 'set-cookie': cookies, ...rest } = headers
  const set = [cookies ?? []].flat().map((line) => String(line).replace(/=[^;]*/, (value) => `=${value.length}`))
  const nonce = /'nonce-([^']+)'/.exec(String(policy))?.[1] ?? 'none'
  const said = [text, String(policy), JSON.stringify(rest)].map((part) =>
    part
      .replaceAll(nonce, 'NONCE')
      .replaceAll(email, 'EMAIL')
      .replaceAll(encodeURIComponent(email), 'EMAIL')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
      .replaceAll(/"[\w-]{21}[vm]"/g, '"RENDER"') // the key that Next gives to the title and viewport of one rendering
      .replaceAll(/expires=[^;]*/gi, ''),
  )
  return JSON.stringify({ status, set: set.map((line) => line.replace(/expires=[^;]*/i, '')), said })
}
