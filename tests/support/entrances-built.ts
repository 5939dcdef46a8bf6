import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Entrance, routeOf } from './entrances'

// What a production build lets in, as its own manifests tell. [Next 16.4: server-reference-manifest.json, app-paths-manifest.json]

type Reference = { exportedName: string; filename: string; workers: Record<string, unknown> }
type Manifest = { node: Record<string, Reference>; edge: Record<string, Reference> }
export type BuiltAction = Reference & { id: string }
export type Built = { actions: BuiltAction[]; paths: string[]; pagesRouter: string[] }

/** Next's own, beneath no folder of ours. */
const nexts = ['/_not-found/page', '/_global-error/page']

export function readBuilt(distDir = process.env.NEXT_DIST_DIR || '.next'): Built {
  const read = <T>(file: string): T => JSON.parse(readFileSync(path.join(distDir, 'server', file), 'utf8'))
  const { node, edge } = read<Manifest>('server-reference-manifest.json')
  const pagesManifest = path.join(distDir, 'server', 'pages-manifest.json')
  return {
    actions: Object.entries({ ...node, ...edge }).map(([id, reference]) => ({ id, ...reference })),
    paths: Object.keys(read<Record<string, string>>('app-paths-manifest.json')),
    pagesRouter: existsSync(pagesManifest) ? Object.keys(read<Record<string, string>>('pages-manifest.json')) : [],
  }
}

/** What is built and not in the source as an entrance, and the other way round. */
export function builtFaults(built: Built, entrances: readonly Entrance[]): string[] {
  const key = (file: string, exported: string) => `${file}#${exported}`
  const known = new Set(entrances.map(({ file, exported }) => key(file, exported)))
  const made = new Set(built.actions.map(({ filename, exportedName }) => key(filename, exportedName)))
  const paths = new Set(
    entrances
      .filter(({ kind }) => kind !== 'action')
      .map(({ file }) => file.replace(/^app/, '').replace(/\.tsx?$/, '')),
  )
  const found = new Set(built.paths.filter((one) => !nexts.includes(one)))
  return [
    ...[...made]
      .filter((one) => !known.has(one))
      .map(
        (one) => `The build has the action ${one}, which no gate knows → export it from an actions.ts, made by a gate.`,
      ),
    ...entrances
      .filter(({ kind, file, exported }) => kind === 'action' && !made.has(key(file, exported)))
      .map(({ name, file }) => `The action ${name} of ${file} is in no page → use it or remove it.`),
    ...[...found]
      .filter((one) => !paths.has(one))
      .map(
        (one) =>
          `The build answers at ${routeOf(`app${one}`)} (${one}), which no guard knows → make it a page or a handler, or put the file into public/.`,
      ),
    ...[...paths]
      .filter((one) => !found.has(one))
      .map((one) => `The build lacks ${one} → build again: it is not what lies here.`),
    ...built.pagesRouter
      .filter((one) => !/^\/(_app|_document|_error|404|500)$/.test(one))
      .map((one) => `The build has ${one} of the pages router, which no gate knows → move it to app/.`),
  ]
}
