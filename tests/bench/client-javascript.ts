import { gzipSync } from 'node:zlib'
import { bareFolder, buildBare } from './copies'
import { atMost, type Measurement } from './result'
import { serveNext } from './servers'
import type { World } from './world'

const KB = 1024

/** Every script that a served page names, compressed one by one, above what the same page of a bare Next names. */
export async function measureClientJavaScript({ app, cookie }: World): Promise<Measurement> {
  await buildBare()
  const bare = await serveNext(bareFolder, '/')
  try {
    const floor = await scriptsOf(bare.url, '/')
    const signIn = await scriptsOf(app.url, '/sign-in')
    const orgPage = await scriptsOf(app.url, '/o/acme/projects', { cookie })
    const base = floor.total / KB
    console.log(`  Next alone: ${base.toFixed(1)} KB in ${floor.scripts.length} scripts`)
    return {
      findings: [
        atMost(`client JavaScript above Next’s ${base.toFixed(0)} KB: sign-in`, signIn.total / KB - base, 15, 'KB'),
        atMost(`client JavaScript above Next’s ${base.toFixed(0)} KB: org page`, orgPage.total / KB - base, 35, 'KB'),
      ],
      raw: { floor, signIn, orgPage },
    }
  } finally {
    await bare.stop()
  }
}

/** Script tags, preloads and the chunks that the payload names: what a browser loads before anybody touches the page. */
async function scriptsOf(url: string, path: string, headers: Record<string, string> = {}) {
  const html = await (await fetch(url + path, { headers })).text()
  const withoutLegacy = html.replaceAll(/<script[^>]*\bnomodule\b[^>]*>/gi, '')
  const names = new Set([...withoutLegacy.matchAll(/\/_next\/static\/[\w./~%-]+\.js/g)].map(([name]) => name))
  const scripts = await Promise.all(
    [...names].map(async (name) => {
      const answer = await fetch(url + name)
      if (!answer.ok) throw new Error(`${name} answered ${answer.status}.`)
      return { name, gzip: gzipSync(Buffer.from(await answer.arrayBuffer())).length }
    }),
  )
  return { total: scripts.reduce((sum, { gzip }) => sum + gzip, 0), scripts }
}
