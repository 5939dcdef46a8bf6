import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

// Several commands may use one cluster; the last one out stops it. A holder that was killed no longer counts.

export function hold(folder: string) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, String(process.pid)), '')
}

/** Lets go, and says whether nobody else holds on. */
export function letGo(folder: string) {
  rmSync(path.join(folder, String(process.pid)), { force: true })
  return readdirSync(folder).every((pid) => !isAlive(Number(pid)))
}

export function isAlive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
