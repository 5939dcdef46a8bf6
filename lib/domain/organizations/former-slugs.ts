import { z } from 'zod'
import type { OrgAct } from '@/lib/access/context'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { lockAndRead } from './organizations'

export const releaseSlugSchema = z.object({ slug: z.string(NOTHING_HERE).min(3, NOTHING_HERE).max(48, NOTHING_HERE) })

/**
 * Gives up an address of before: members are not redirected from it any more. It is held for 30 days, in which only this
 * organization can take it back; then it is anybody's.
 */
export async function releaseSlug(ctx: OrgAct, { slug }: z.output<typeof releaseSlugSchema>) {
  const org = await lockAndRead(ctx)
  const { count } = await ctx.db.formerSlug.deleteMany({ where: { slug } })
  if (count === 0) throw new AppError('NOT_FOUND', NOTHING_HERE)
  await ctx.db.releasedSlug.deleteMany({ where: { slug } })
  await ctx.db.releasedSlug.createMany({ data: [{ slug }] })
  ctx.audit({ action: 'organization.slug_released', target: { id: org.id, name: org.name }, before: { slug } })
  return { ok: true, message: `/o/${slug} leads nowhere from now on. In 30 days somebody else may take it.` }
}
