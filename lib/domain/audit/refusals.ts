import { z } from 'zod'
import type { OrgContext } from '@/lib/access/context'
import { catalogue, type Permission } from '@/lib/access/permissions'
import { PAGE } from '../paging'

const place = z.tuple([z.iso.datetime(), z.uuid(), z.string().max(100)])

/** After which row a list goes on. One that cannot be read starts it from the top. */
const before = z
  .string()
  .transform((text) => place.safeParse(Buffer.from(text, 'base64url').toString().split(' ')).data)
  .optional()

export const listRefusalsSchema = z.object({ before })

/** A permission of the catalogue, or a policy that their session did not keep. */
function wordsFor(permission: string) {
  if (permission.startsWith('policy:') && !(permission in catalogue)) return 'Enter: a policy was not met'
  return catalogue[permission as Permission]?.says ?? permission
}

/** Members who wanted what they may not, newest first: one row for each person, permission and minute. */
export async function listRefusals({ db }: OrgContext, { before: from }: z.output<typeof listRefusalsSchema>) {
  const [minute, actorId, permission] = from ?? []
  const rows = await db.refusal.findMany({
    where: minute
      ? {
          minute: { lte: minute },
          OR: [{ minute: { lt: minute } }, { actorId: { lt: actorId } }, { actorId, permission: { lt: permission } }],
        }
      : {},
    select: { minute: true, actorId: true, permission: true, ip: true, requestId: true },
    orderBy: [{ minute: 'desc' }, { actorId: 'desc' }, { permission: 'desc' }],
    take: PAGE + 1,
  })
  const shown = rows.slice(0, PAGE)
  const people = await db.user.findMany({
    where: { id: { in: shown.map(({ actorId }) => actorId) } },
    select: { id: true, name: true, email: true },
  })
  const last = shown.at(-1)
  return {
    refusals: shown.map((refusal) => ({
      ...refusal,
      /** Null for somebody who has left. */
      actor: people.find(({ id }) => id === refusal.actorId) ?? null,
      says: wordsFor(refusal.permission),
    })),
    next:
      rows.length > PAGE && last
        ? Buffer.from([last.minute.toISOString(), last.actorId, last.permission].join(' ')).toString('base64url')
        : undefined,
  }
}
