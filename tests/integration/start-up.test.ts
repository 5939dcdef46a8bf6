import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startCluster } from '@/scripts/lib/cluster'
import { choosePort } from '@/scripts/lib/ports'
import { withConnection } from '@/scripts/lib/roles'
import { row } from '@/tests/support/database'
import { environment } from '@/tests/support/environment'

const secret = randomBytes(33).toString('base64')
const good = {
  ...environment,
  NODE_ENV: 'production' as const,
  APP_URL: 'https://app.example.com',
  AUTH_SECRET: secret,
  DEMO_MAILBOX: '',
  DATABASE_URL: process.env.DATABASE_URL ?? '',
}

/** Runs `npm start`'s program and gives what it said and how it ended. It is never ready: nothing is built here. */
async function start(env: Partial<typeof good>) {
  const given = { ...process.env, ...good, NEXT_DIST_DIR: '.next-nothing-is-built', ...env }
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], { env: given })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const [code] = await once(child, 'exit')
  const lines = said.split('\n').filter((line) => line.includes('✗') && !line.includes('Nothing is built'))
  return { code, lines }
}

describe('production refuses to start, in one line that says what to do', () => {
  test('and says nothing of the kind when all is well', async () => {
    expect(await start({})).toEqual({ code: 1, lines: [] })
  })

  const refused: [string, Partial<typeof good>, RegExp][] = [
    ['without a secret', { AUTH_SECRET: '' }, /AUTH_SECRET is missing.*openssl/],
    ['with a short one', { AUTH_SECRET: 'x7Gd93nQ' }, /AUTH_SECRET is too short/],
    [
      'with one from a tutorial',
      { AUTH_SECRET: 'change-me-change-me-change-me-change-me' },
      /AUTH_SECRET is one that others know/,
    ],
    ['with one that repeats itself', { AUTH_SECRET: 'a'.repeat(40) }, /AUTH_SECRET is one that others know/],
    ['without its address', { APP_URL: '' }, /APP_URL is missing/],
    ['with the mailbox open to the world', { DEMO_MAILBOX: '1' }, /DEMO_MAILBOX shows every mail to everybody/],
    ['without a database', { DATABASE_URL: '' }, /DATABASE_URL is missing/],
    ['as the owner of the tables', { DATABASE_URL: process.env.DATABASE_OWNER_URL }, /owns the tables/],
    ['as a superuser', { DATABASE_URL: process.env.TEST_SUPERUSER_URL }, /is a superuser/],
  ]
  test.each(refused)('%s', async (_, env, line) => {
    const { code, lines } = await start(env)
    expect(code).toBe(1)
    expect(lines).toEqual([expect.stringMatching(line)])
  })

  test('as a role that may bypass row-level security', async () => {
    const url = new URL(process.env.DATABASE_URL ?? '')
    url.username = 'bypasser'
    url.password = 'bypasser'
    await withConnection(process.env.TEST_SUPERUSER_URL ?? '', (db) =>
      db.query(
        `do $$ begin create role bypasser login bypassrls password 'bypasser' in role app_user; exception when duplicate_object then null; end $$`,
      ),
    )
    const { lines } = await start({ DATABASE_URL: url.href })
    expect(lines).toEqual([expect.stringMatching(/bypasser, is allowed to bypass row-level security/)])
  })

  test('with the demo’s people in the database', async () => {
    const { id } = await row<{ id: string }>(
      `insert into "User" (email, name) values ('owner@acme.test', 'Olivia') returning id`,
    )
    const { lines } = await start({})
    await row(`delete from "User" where id = $1 returning id`, [id])
    expect(lines).toEqual([expect.stringMatching(/holds the demo data/)])
  })
})

describe('the database that development brings along', () => {
  const folders: string[] = []
  function folder(mode = 0o755) {
    const made = mkdtempSync(path.join(tmpdir(), 'atrium-start-up-'))
    chmodSync(made, mode)
    folders.push(made)
    return made
  }
  afterAll(() => {
    for (const made of folders) rmSync(made, { recursive: true, force: true })
  })
  const works = (url: string) =>
    withConnection(url, async (db) => (await db.query('select 1 as one')).rows[0].one === 1)

  test('a second command uses the one that runs; the first to go leaves it running', { timeout: 60_000 }, async () => {
    const at = folder()
    const first = await startCluster(at)
    const second = await startCluster(at)
    expect(second.port).toBe(first.port)
    await first.stop()
    await second.stop()
    const again = await startCluster(at)
    expect(await works(again.appUrl)).toBe(true)
    await again.stop()
    await expect(works(again.appUrl)).rejects.toThrow()
  })

  test('a half-made folder, and a process file that another program’s pid stands in, are in nobody’s way', {
    timeout: 60_000,
  }, async () => {
    const at = folder()
    mkdirSync(path.join(at, 'postgres', 'global'), { recursive: true })
    writeFileSync(path.join(at, 'postgres', 'PG_VERSION'), '18\n')
    const made = await startCluster(at)
    expect(made.dataDir).toBe(path.join(at, 'postgres'))
    expect(await works(made.appUrl)).toBe(true)
    await made.stop()
    writeFileSync(
      path.join(made.dataDir, 'postmaster.pid'),
      `${process.pid}\n${made.dataDir}\n0\n${made.port}\n\n127.0.0.1\n\n`,
    )
    const again = await startCluster(at)
    expect(await works(again.appUrl)).toBe(true)
    await again.stop()
  })

  test('a folder that the database’s user cannot enter: the data lies where it can', { timeout: 60_000 }, async () => {
    const cluster = await startCluster(folder(0o700))
    expect(await works(cluster.appUrl)).toBe(true)
    await cluster.stop()
    rmSync(cluster.dataDir, { recursive: true, force: true })
  })

  test('its two roles are what the wall needs: an owner that is no superuser, and one that owns nothing and bypasses nothing', {
    timeout: 60_000,
  }, async () => {
    const cluster = await startCluster(folder())
    const roles = await withConnection(cluster.superuserUrl, async (db) => {
      const names = [cluster.ownerUrl, cluster.appUrl].map((url) => new URL(url).username)
      return (await db.query(`select rolsuper, rolbypassrls from pg_roles where rolname = any ($1)`, [names])).rows
    })
    const settings = await withConnection(
      cluster.appUrl,
      async (db) =>
        (
          await db.query(
            `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`,
          )
        ).rows[0],
    )
    await cluster.stop()
    expect(roles).toEqual([
      { rolsuper: false, rolbypassrls: false },
      { rolsuper: false, rolbypassrls: false },
    ])
    expect(settings).toEqual({ statement: '5s', lock: '2s' })
  })
})

test('a port that was asked for and is busy is an error; one that nobody asked for is the next free one', async () => {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await expect(choosePort(port)).rejects.toThrow(`Port ${port} is busy`)
  expect(await choosePort(undefined)).toBeGreaterThanOrEqual(3000)
  server.close()
})
