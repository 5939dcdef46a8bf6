import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findBinaries } from './binaries'
import { hold, isAlive, letGo } from './holders'
import { Notice, say } from './notice'
import { freePort } from './ports'
import { makeOwnFolder, type PostgresUser, postgresUser, reachable } from './postgres-user'
import { findRunning, startServer, stopServer } from './postmaster'
import { appRole, ensureDatabase, ensureRoles, ownerRole } from './roles'

type Keys = { superuser: string; owner: string; app: string; port?: number }
type Binaries = ReturnType<typeof findBinaries>

export type Cluster = Awaited<ReturnType<typeof startCluster>>

/** The embedded PostgreSQL in `folder`: made, started or found running, with both roles and the database `atrium`. */
export async function startCluster(folder: string, settings: Record<string, string> = {}) {
  const wanted = path.join(path.resolve(folder), 'postgres')
  makeOwnFolder(path.dirname(wanted))
  const user = postgresUser(wanted)
  const root = reachable(path.dirname(wanted), user, `atrium-${digest(wanted)}`)
  if (root !== path.dirname(wanted)) say(`The database user cannot reach ${folder}, so the data lies in ${root}.`)
  const dataDir = path.join(root, 'postgres')
  const binaries = findBinaries(user)

  if (!existsSync(path.join(dataDir, 'global', 'pg_control'))) makeDataFolder(dataDir, binaries, user)
  checkVersion(dataDir, binaries)
  const keys = readKeys(dataDir)
  const holders = path.join(root, 'holders')
  const superuser = (port: number) => databaseUrl('postgres', keys.superuser, port, 'postgres')
  let port = await findRunning(dataDir, superuser)
  while (!port) {
    const free = await freePort(keys.port)
    rmSync(holders, { recursive: true, force: true })
    const started = await startServer({ binaries, user, dataDir, port: free, url: superuser, settings })
    port = started ? free : await findRunning(dataDir, superuser)
  }
  hold(holders)
  if (port !== keys.port) writeKeys(dataDir, { ...keys, port }, user)
  await ensureRoles(superuser(port), keys)
  await ensureDatabase(superuser(port), 'atrium')

  const at = port
  const urls = (name: string) => ({
    ownerUrl: databaseUrl(ownerRole, keys.owner, at, name),
    appUrl: databaseUrl(appRole, keys.app, at, name),
  })
  return {
    ...urls('atrium'),
    superuserUrl: superuser(at),
    dataDir,
    port: at,
    /** Another database on this cluster, empty or a copy of `template`. */
    async createDatabase(name: string, template?: string) {
      await ensureDatabase(superuser(at), name, template)
      return urls(name)
    },
    /** Stops the server, unless another command still uses it. */
    async stop() {
      if (letGo(holders)) await stopServer(dataDir, binaries)
    },
  }
}

/** A cluster for one run: its data goes when it stops, and what a killed run left behind goes at the next start. */
export async function startThrowawayCluster({ dir }: { dir?: string } = {}) {
  await removeAbandoned()
  const folder = dir ?? mkdtempSync(path.join(tmpdir(), `${throwaway}${process.pid}-`))
  chmodSync(folder, 0o711)
  // A crash of the machine loses nothing that anybody wants back.
  const cluster = await startCluster(folder, { fsync: 'off', full_page_writes: 'off' })
  const root = path.dirname(cluster.dataDir)
  return {
    ...cluster,
    async stop() {
      await cluster.stop()
      for (const place of new Set([root, folder])) rmSync(place, { recursive: true, force: true })
    },
  }
}

const throwaway = 'atrium-throwaway-'

async function removeAbandoned() {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(name.match(new RegExp(`^${throwaway}(\\d+)-`))?.[1])
    if (!pid || isAlive(pid)) continue
    const folder = path.join(tmpdir(), name)
    try {
      await stopServer(path.join(folder, 'postgres'), findBinaries({}))
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another user's: theirs to remove.
    }
  }
}

// Made beside its place and renamed when complete: a half-made folder is never taken for a cluster.
function makeDataFolder(dataDir: string, binaries: Binaries, user: PostgresUser) {
  if (existsSync(dataDir)) {
    const aside = `${dataDir}.unfinished-${Date.now()}`
    renameSync(dataDir, aside)
    say(`${dataDir} was not a complete cluster: it was moved to ${path.basename(aside)} and is made anew.`)
  }
  const folder = path.dirname(dataDir)
  for (const name of readdirSync(folder)) {
    const pid = Number(name.match(/^making-(\d+)$/)?.[1])
    if (pid && !isAlive(pid)) rmSync(path.join(folder, name), { recursive: true, force: true })
  }
  const making = path.join(folder, `making-${process.pid}`)
  const passwordFile = `${making}.password`
  const keys: Keys = { superuser: password(), owner: password(), app: password() }
  mkdirSync(making, { mode: 0o700 })
  writeFileSync(passwordFile, keys.superuser, { mode: 0o600 })
  own(making, user)
  own(passwordFile, user)
  const { status, stderr } = spawnSync(
    binaries.initdb,
    [
      ...['-D', making, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
    ],
    { ...user, cwd: path.parse(making).root, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
  )
  rmSync(passwordFile, { force: true })
  if (status !== 0) {
    rmSync(making, { recursive: true, force: true })
    throw new Notice(`PostgreSQL could not make its data folder in ${folder}: ${stderr.trim().split('\n').at(-1)}`)
  }
  writeKeys(making, keys, user)
  if (existsSync(dataDir)) rmSync(making, { recursive: true, force: true })
  else renameSync(making, dataDir)
}

function checkVersion(dataDir: string, { version }: Binaries) {
  const made = readFileSync(path.join(dataDir, 'PG_VERSION'), 'utf8').trim()
  if (made === version.split('.')[0]) return
  throw new Notice(
    `${dataDir} was made by PostgreSQL ${made}, this is ${version.split('.')[0]}: remove that folder to start over.`,
  )
}

const keysFile = (dataDir: string) => path.join(dataDir, 'atrium.json')

function readKeys(dataDir: string): Keys {
  if (existsSync(keysFile(dataDir))) return JSON.parse(readFileSync(keysFile(dataDir), 'utf8'))
  throw new Notice(`${dataDir} has no atrium.json with its passwords: remove that folder to start over.`)
}

function writeKeys(dataDir: string, keys: Keys, user: PostgresUser) {
  writeFileSync(keysFile(dataDir), `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  own(keysFile(dataDir), user)
}

function own(file: string, { uid, gid }: PostgresUser) {
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid)
}

function databaseUrl(role: string, password: string, port: number, name: string) {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${encodeURIComponent(name)}`
}

const password = () => randomBytes(24).toString('hex')
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)
