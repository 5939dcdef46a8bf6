import { scopedTo } from '@/lib/db/scope'

/** What anybody can know of this person beside their name: their addresses, and the names of their organizations [ASVS V6.2.11]. */
export async function listKnown(userId: string): Promise<string[]> {
  const own = scopedTo({ userId })
  const [addresses, memberships] = await Promise.all([
    own.emailAddress.findMany({ where: { userId }, select: { email: true } }),
    own.membership.findMany({ where: { userId }, select: { organization: { select: { name: true, slug: true } } } }),
  ])
  return [
    ...addresses.map(({ email }) => email),
    ...memberships.flatMap(({ organization: { name, slug } }) => [name, slug]),
  ]
}
