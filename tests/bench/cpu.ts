import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const LISTENING = '0A'
const TICK = 10 // ms: the clock of /proc/<pid>/stat on every Linux that Node runs on

/** CPU time in ms that the process listening on this port has used so far; undefined where there is no /proc. */
export function cpuOf(pid: number | undefined): number | undefined {
  if (!pid) return
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // a program's name may hold spaces
  return (Number(fields[11]) + Number(fields[12])) * TICK
}

export function listenerOn(port: number): number | undefined {
  if (process.platform !== 'linux') return
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listening(file, port)))
  return readdirSync('/proc')
    .map(Number)
    .find((pid) => pid > 0 && descriptors(pid).some((one) => sockets.has(one)))
}

function listening(file: string, port: number) {
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1)
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => state === LISTENING && Number.parseInt(local.split(':')[1] ?? '', 16) === port)
    .map((fields) => `socket:[${fields[9]}]`)
}

function descriptors(pid: number) {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  } catch {
    return [] // ended, or somebody else's
  }
}
