import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Notice } from './notice'
import { output, startPrisma } from './programs'

const generated = 'lib/db/generated'
const marker = `${generated}/.made-from`

/** The Prisma client in lib/db/generated, made again when the schema or Prisma's version changed. */
export async function generateClient() {
  const wanted = createHash('sha256')
    .update(readFileSync('prisma/schema.prisma'))
    .update(readFileSync(createRequire(import.meta.url).resolve('prisma/package.json')))
    .digest('hex')
  if (existsSync(`${generated}/client.ts`) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  const { code, text } = await output(startPrisma(['generate', '--no-hints'], {}, { stdio: 'pipe' }))
  if (code !== 0) throw new Notice(`The Prisma client could not be generated:\n${text.trim()}`)
  writeFileSync(marker, wanted)
}
