import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, lstatSync, mkdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Notice } from './notice'

/** Whom the database runs as: nobody special, unless we are root, whom PostgreSQL refuses. */
export type PostgresUser = { uid?: number; gid?: number }

export function postgresUser(dataDir: string): PostgresUser {
  if (process.getuid?.() !== 0) return {}
  const data = statSync(dataDir, { throwIfNoEntry: false })
  if (data && data.uid !== 0) return { uid: data.uid, gid: data.gid }
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: Number(id('-u', name)), gid: Number(id('-g', name)) }
    } catch {}
  }
  throw new Notice(
    'PostgreSQL does not run as root, and there is no user `postgres` or `nobody`: run this as another user.',
  )
}

/** The folder itself, or, when the database user cannot enter it (a 0700 home), a folder under /tmp that it can. */
export function reachable(folder: string, user: PostgresUser, alternative: string) {
  if (user.uid === undefined) return folder
  if (canEnter(folder, user)) return folder
  for (const parent of [tmpdir(), '/tmp', '/var/tmp']) {
    const place = path.join(parent, alternative)
    makeOwnFolder(place)
    if (canEnter(place, user)) return place
  }
  throw new Notice(`PostgreSQL cannot reach ${folder}: set DATA_DIR to a folder that every user may enter.`)
}

/** A folder that others may pass through but not list. */
export function makeOwnFolder(folder: string) {
  if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o711)
  const { uid, mode } = lstatSync(folder)
  // Somebody else's folder under /tmp could hold binaries of their choice.
  if (folder.startsWith('/tmp') && (uid !== process.getuid?.() || mode & 0o022)) {
    throw new Notice(`${folder} belongs to somebody else: remove it, or set DATA_DIR.`)
  }
}

function canEnter(folder: string, user: PostgresUser) {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0
}

function id(...args: string[]) {
  return execFileSync('id', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}
