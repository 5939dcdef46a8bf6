import type { UserContext } from '@/lib/access/context'
import { scopedTo } from '@/lib/db/scope'

/** How a person gets in, as their security page shows it: no secret is in it. */
export async function readSecurity({ user }: UserContext) {
  const found = await scopedTo({ identity: true }).user.findFirst({
    where: { id: user.id },
    relationLoadStrategy: 'join',
    select: { password: { select: { changedAt: true } } },
  })
  return { passwordChangedAt: found?.password?.changedAt ?? null }
}

export type Security = Awaited<ReturnType<typeof readSecurity>>
