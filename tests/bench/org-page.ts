import { buildFixture, fixtureFolder } from './copies'
import { compare, printLoad } from './load'
import { atLeast, atMost, type Measurement, skipped } from './result'
import { serveBuilt } from './servers'
import type { World } from './world'

const path = '/o/acme/projects'

/** The signed-in page against the same page with its data at hand: what identity, the gate and the database cost. */
export async function measureOrgPage({ app, cookie, pace }: World): Promise<Measurement> {
  await buildFixture(app.env)
  const fixture = await serveBuilt(app.env, { BENCH_MIDDLEWARE: 'open' }, fixtureFolder)
  try {
    const headers = { cookie }
    const difference = await firstDifference(app.url + path, fixture.url + path, headers)
    const loads = await compare(
      [
        { name: 'signed in', url: app.url + path, headers, status: 200 },
        { name: 'fixture', url: fixture.url + path, headers, status: 200 },
      ],
      pace,
    )
    printLoad('signed in', loads['signed in'])
    printLoad('fixture, no auth', loads.fixture)
    const { 'signed in': ours, fixture: floor } = loads
    const cpu = 'org page: server CPU of the same page with fixture data'
    return {
      findings: [
        {
          budget: 'org page: HTML equals the fixture page’s but for nonces',
          measured: difference ?? 'equal',
          allowed: 'equal',
          pass: difference === null,
        },
        atLeast('org page: requests/s of the same page with fixture data', ours.perSecond / floor.perSecond, 0.75),
        ours.cpu && floor.cpu ? atMost(cpu, ours.cpu / floor.cpu, 1.35) : skipped(cpu, 'no /proc on this system'),
      ],
      raw: loads,
    }
  } finally {
    await fixture.stop()
  }
}

/** Null when both pages are the same but for what differs between two requests or two builds of one page. */
async function firstDifference(one: string, other: string, headers: Record<string, string>) {
  const read = async (url: string) => {
    await fetch(url, { headers }) // the first answer fills the fixture
    return comparable(await (await fetch(url, { headers })).text(), new URL(url).origin)
  }
  const [a, b] = [await read(one), await read(other)]
  if (a === b) return null
  const at = [...a].findIndex((character, index) => character !== b[index])
  return `${a.slice(at - 20, at + 30)} | ${b.slice(at - 20, at + 30)}`.replaceAll('\n', ' ')
}

/**
 * The markup. Nonces and request ids are new in every answer, names of chunks and actions in every build. The payload in the
 * scripts has the same rows in the order in which they were ready, and so have the tags of the head.
 */
function comparable(html: string, origin: string) {
  const stable = html
    .replaceAll(origin, '')
    .replaceAll(/<script[^>]*>self\.__next_f.*?<\/script>/gs, '')
    .replaceAll(/ nonce="[^"]*"/g, '')
    .replaceAll(/chunks\/[\w.~-]+\.(css|js)/g, 'chunks/chunk.$1')
    .replaceAll(/\b[0-9a-f]{42}\b/g, 'action')
  const [head = '', body = ''] = stable.split('</head>')
  return `${head.split('<').sort().join('<')}${body}`
}
