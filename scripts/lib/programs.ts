import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { checkout } from './environment'

const require = createRequire(import.meta.url)
const bin = (name: string, file: string) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file)

/** Nothing here calls home. */
const quiet = {
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  // Prisma's CLI downloads an engine that generating does not use; any executable keeps it from trying.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
}

export function startNext(args: string[], env: Record<string, string> = {}, options: SpawnOptions = {}) {
  return start([bin('next', 'dist/bin/next'), ...args], env, options)
}

export function startPrisma(args: string[], env: Record<string, string> = {}, options: SpawnOptions = {}) {
  return start([bin('prisma', 'build/index.js'), ...args], env, options)
}

/** One of our own TypeScript programs, in a process with an environment of its own. */
export function startScript(
  file: string,
  env: Record<string, string> = {},
  options: SpawnOptions = {},
  args: string[] = [],
) {
  return start(['--import', 'tsx', file, ...args], env, options)
}

export function startProgram(name: string, file: string, args: string[], options: SpawnOptions = {}) {
  return start([bin(name, file), ...args], {}, options)
}

/** The exit code; a program that a signal ended counts as 128 + its number, as shells do. */
export function exitCode(child: ChildProcess) {
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

/** What it printed, and the exit code. */
export async function output(child: ChildProcess) {
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += chunk
  })
  child.stderr?.on('data', (chunk) => {
    text += chunk
  })
  const code = await exitCode(child)
  return { code, text }
}

function start(args: string[], env: Record<string, string>, options: SpawnOptions) {
  return spawn(process.execPath, args, {
    stdio: 'inherit',
    cwd: checkout,
    ...options,
    env: { ...process.env, ...quiet, ...env },
  })
}
