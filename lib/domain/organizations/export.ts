import { z } from 'zod'
import type { OrgAct } from '@/lib/access/context'
import { requireProof } from '@/lib/access/proof'
import { consume } from '@/lib/access/rate-limit'
import type { Streamed } from '@/lib/access/routes'
import { brand } from '@/lib/brand'
import { scopedTo } from '@/lib/db/scope'
import { ORGANIZATION_EXPORT_PAGE } from '@/lib/parameters'
import { readSingles, type Section, sections } from './exported-sections'

export const exportSchema = z.object({})
export const prepareExportSchema = z.object({ confirm: z.literal('export', 'Confirm that you want this.') })

/** Before the file can be taken, somebody proves that it is them: the file itself is a plain link, and could not ask. */
export async function prepareExport({ org }: OrgAct) {
  return { redirectTo: `/o/${org.slug}/settings?export#export`, unchanged: true as const }
}

/**
 * Everything of the organization but its history, which has an export of its own. Written page by page, each read when the one
 * before has been taken: memory stays flat, and a slow reader holds no transaction open. What came after it began is left out.
 */
export async function openExport(ctx: OrgAct): Promise<Streamed> {
  const { org } = ctx
  await requireProof(ctx)
  await consume('exportOrganization', org.id)
  ctx.audit({
    action: 'organization.exported',
    target: { id: org.id, name: org.name },
    after: { sections: Object.keys(sections) },
  })
  const begun = new Date()
  return {
    type: 'application/json; charset=utf-8',
    file: `${brand.name.toLowerCase()}-${org.slug}-${begun.toISOString().slice(0, 10)}.json`,
    async write(send, signal) {
      const db = scopedTo({ organizationId: org.id })
      await send(JSON.stringify({ version: 2, exportedAt: begun, ...(await readSingles(db)) }).slice(0, -1))
      for (const [name, section] of Object.entries<Section>(sections)) {
        await send(`,\n${JSON.stringify(name)}:[`)
        let after: object | undefined
        do {
          signal.throwIfAborted()
          const rows = await section.read(db, begun, after as never)
          const text = rows.map((row) => `\n${JSON.stringify(row)}`).join(',')
          if (text) await send((after ? ',' : '') + text)
          after = rows.length === ORGANIZATION_EXPORT_PAGE ? rows.at(-1) : undefined
        } while (after)
        await send(']')
      }
      await send(',\n"complete":true}\n') // a file that broke off has no such end
    },
  }
}
