import { findCaller } from '@/lib/auth/context'
import { readRequest } from '@/lib/request'
import { memberOf } from './authorize'
import { can, type Permission } from './permissions'
import { violationOf } from './policies'

/**
 * What takes long and needs no transaction, done before one begins, for somebody who holds the permission. For anybody else
 * nothing is done here: the act that follows refuses, and notes it.
 */
export async function prepareInOrganization<Input, Prepared>(
  slug: unknown,
  permission: Permission,
  parse: () => Input,
  prepare: (userId: string, input: Input) => Promise<Prepared>,
): Promise<Prepared | null> {
  const caller = typeof slug === 'string' ? await findCaller(slug) : null
  const member = caller && memberOf(caller)
  if (!member || member.actor.viewingAs || !can(member.actor, permission)) return null
  const isOwner = member.actor.builtInRole === 'owner'
  if (violationOf(member.org.policy, { session: caller.session, ip: (await readRequest()).ip, isOwner })) return null
  return prepare(member.actor.userId, parse())
}
