import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from './holders'

type Running = { pid: number; url: string }

/** Who runs `npm run dev` in this checkout. Next itself refuses a second one, but after all the other work. */
export function findRunning(file: string): Running | undefined {
  if (!existsSync(file)) return
  try {
    const running: Running = JSON.parse(readFileSync(file, 'utf8'))
    return isAlive(running.pid) ? running : undefined
  } catch {
    // Half-written by a process that was killed.
  }
}

export function announceRunning(file: string, url: string) {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ pid: process.pid, url }))
  return () => rmSync(file, { force: true })
}
