import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { findBinaries } from './binaries'
import { isAlive } from './holders'
import { Notice } from './notice'
import type { PostgresUser } from './postgres-user'
import { withConnection } from './roles'

type Binaries = ReturnType<typeof findBinaries>
type Url = (port: number) => string
const pidFile = (dataDir: string) => path.join(dataDir, 'postmaster.pid')

/** The port of the server that runs on this folder, if one does. A stale pid file is removed. */
export async function findRunning(dataDir: string, url: Url) {
  for (let waited = 0; existsSync(pidFile(dataDir)); waited += 100) {
    const [pid, , , port] = readFileSync(pidFile(dataDir), 'utf8').split('\n').map(Number)
    if (!pid || !isAlive(pid)) return void rmSync(pidFile(dataDir), { force: true })
    if (port && (await answers(url(port), dataDir))) return port
    // The pid may belong to another program by now.
    if (!commandOf(pid).includes('postgres')) return void rmSync(pidFile(dataDir), { force: true })
    if (waited > 15_000)
      throw new Notice(`PostgreSQL (process ${pid}) on ${dataDir} does not answer: stop it and try again.`)
    await sleep(100)
  }
}

/** Starts a server and resolves when it answers; false when another process was faster. */
export async function startServer(options: {
  binaries: Binaries
  user: PostgresUser
  dataDir: string
  port: number
  url: Url
  settings: Record<string, string>
}) {
  const { binaries, user, dataDir, port, url } = options
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...options.settings,
  }
  const logFile = `${dataDir}.log`
  const log = openSync(logFile, 'w', 0o600)
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // Detached: Ctrl-C reaches the whole terminal group, and the database has to outlive the server that uses it.
  const server = spawn(binaries.postgres, ['-D', dataDir, '-p', String(port), ...flags], {
    ...user,
    cwd: path.parse(dataDir).root,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C' },
  })
  let exited = false
  server.once('exit', () => {
    exited = true
  })
  server.once('error', () => {
    exited = true
  })
  server.unref()
  closeSync(log)
  for (let waited = 0; waited < 30_000; waited += 40) {
    if (await answers(url(port), dataDir)) return true
    if (exited) break
    await sleep(40)
  }
  const reason = readFileSync(logFile, 'utf8').trim()
  if (reason.includes('postmaster.pid" already exists') || reason.includes('Address already in use')) return false
  throw new Notice(`PostgreSQL did not start on ${dataDir}: ${reason.split('\n').at(-1)} (all of it is in ${logFile}).`)
}

export async function stopServer(dataDir: string, binaries: Binaries) {
  if (!existsSync(pidFile(dataDir))) return
  const pid = Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0])
  if (!pid || !isAlive(pid)) return
  if (process.platform === 'win32') return void spawnSync(binaries.pgCtl, ['stop', '-D', dataDir, '-m', 'fast'])
  process.kill(pid, 'SIGINT')
  for (let waited = 0; existsSync(pidFile(dataDir)) && isAlive(pid); waited += 25) {
    if (waited === 10_000) process.kill(pid, 'SIGQUIT')
    if (waited > 15_000) return
    await sleep(25)
  }
}

async function answers(url: string, dataDir: string) {
  try {
    return await withConnection(url, async (db) => {
      const { rows } = await db.query<{ data_directory: string }>('show data_directory')
      return realpathSync(rows[0]?.data_directory ?? '') === realpathSync(dataDir)
    })
  } catch {
    return false
  }
}

function commandOf(pid: number) {
  try {
    if (existsSync(`/proc/${pid}/cmdline`)) return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
