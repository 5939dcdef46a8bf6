import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

// Chromium from npm comes packed. Its own unpacking goes to the shared temporary folder, where it takes whatever lies
// there for its own, a half of an interrupted run included: so it works in a folder of ours that appears when complete.

const packageFolder = path.resolve(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../..')

/** The path of the unpacked browser; the first call takes about 3 s. */
export async function unpackChromium() {
  return path.join(await unpacked(), 'chromium')
}

/** The folder of the shared libraries that a bare machine lacks (NSS and friends). */
export async function unpackLibraries() {
  return path.join(await unpacked(), 'al2023', 'lib')
}

/** The folder of a font configuration with one family, for a machine without fonts, on which every word would be blank. */
export async function unpackFonts() {
  return path.join(await unpacked(), 'fonts')
}

async function unpacked() {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const folder = path.join(packageFolder, '../../.cache', `chromium-${version}-${process.arch}`)
  if (existsSync(folder)) return folder
  const making = `${folder}.${process.pid}`
  mkdirSync(making, { recursive: true })
  await unpackInto(making)
  writeFileSync(path.join(making, 'fonts/fonts.conf'), fontConfiguration(folder))
  try {
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(folder)) throw error // otherwise another run was faster
  }
  return folder
}

/** The package chooses the folder by TMPDIR, and adds the libraries when it believes to be on such a machine. */
async function unpackInto(folder: string) {
  const before = { ...process.env }
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
  } finally {
    for (const name of ['TMPDIR', 'AWS_LAMBDA_JS_RUNTIME', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME'])
      restore(name, before[name])
  }
}

function restore(name: string, value: string | undefined) {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}

/** The packed one names folders of another machine. */
function fontConfiguration(folder: string) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`
}
