import { randomBytes } from 'node:crypto'
import { type Member, organization } from './world'

/** An organization of one browser test's own: people's names, and so their addresses, are nobody else's there. */
export async function founded<Name extends string>(slug: string, roles: Record<Name, Member['role']>) {
  const mark = randomBytes(3).toString('hex')
  const marked = Object.fromEntries(
    Object.entries<Member['role']>(roles).map(([name, role]) => [`${name}-${mark}`, role]),
  )
  const { org, ...people } = await organization(`${slug}-${mark}`, marked)
  const named = Object.entries<Member>(people).map(([name, member]) => [name.replace(`-${mark}`, ''), member])
  return { org, ...(Object.fromEntries(named) as Record<Name, Member>) }
}
