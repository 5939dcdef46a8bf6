import { z } from 'zod'
import type { OrgAct } from '@/lib/access/context'
import { requireProof } from '@/lib/access/proof'
import { consume } from '@/lib/access/rate-limit'
import type { Streamed } from '@/lib/access/routes'
import { brand } from '@/lib/brand'
import { type OrgDb, scopedTo } from '@/lib/db/scope'
import { ORGANIZATION_EXPORT_PAGE } from '@/lib/parameters'

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
      await send(
        `${JSON.stringify({ version: 1, exportedAt: begun, organization: await readItself(db) }).slice(0, -1)}`,
      )
      for (const [name, read] of Object.entries(sections)) {
        await send(`,\n${JSON.stringify(name)}:[`)
        let after: Position | undefined
        do {
          signal.throwIfAborted()
          const rows = await read(db, pageAfter(begun, after))
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

type Position = { id: string; createdAt: Date }
type Page = ReturnType<typeof pageAfter>

/** Oldest first, along the index that lists use. */
function pageAfter(begun: Date, after?: Position) {
  const later = after && [{ createdAt: { gt: after.createdAt } }, { createdAt: after.createdAt, id: { gt: after.id } }]
  return {
    where: { createdAt: { lte: begun }, ...(later && { OR: later }) },
    orderBy: [{ createdAt: 'asc' as const }, { id: 'asc' as const }],
    take: ORGANIZATION_EXPORT_PAGE,
  }
}

function readItself(db: OrgDb) {
  return db.organization.findFirstOrThrow({
    relationLoadStrategy: 'join',
    select: {
      id: true,
      slug: true,
      name: true,
      createdAt: true,
      accent: true,
      formerSlugs: { select: { slug: true, createdAt: true } },
    },
  })
}

/** What is in it, in this order. No digest, key or token: a row with a secret never leaves its file. Add what is yours. */
const sections: Record<string, (db: OrgDb, page: Page) => Promise<Position[]>> = {
  roles: (db, page) =>
    db.role.findMany({ ...page, select: { id: true, name: true, permissions: true, createdAt: true } }),
  members: (db, page) =>
    db.membership.findMany({
      ...page,
      relationLoadStrategy: 'join',
      select: {
        id: true,
        builtInRole: true,
        roleId: true,
        roleEndsAt: true,
        temporaryBuiltInRole: true,
        temporaryRoleId: true,
        temporaryUntil: true,
        createdAt: true,
        user: { select: { id: true, name: true, email: true } },
      },
    }),
  invitations: (db, page) =>
    db.invitation.findMany({
      ...page,
      select: {
        id: true,
        email: true,
        builtInRole: true,
        roleId: true,
        message: true,
        maxUses: true,
        uses: true,
        allowedDomains: true,
        invitedById: true,
        sentAt: true,
        expiresAt: true,
        acceptedAt: true,
        revokedAt: true,
        createdAt: true,
      },
    }),
  projects: (db, page) =>
    db.project.findMany({ ...page, select: { id: true, name: true, archivedAt: true, createdAt: true } }),
}
