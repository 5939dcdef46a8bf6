import { findProviderOf } from '@/lib/auth/oauth/providers'
import type { OrgDb } from '@/lib/db/scope'

/** How a member can prove who they are: what a policy looks at. `methods` as in lib/auth/methods.ts. */
export type Proofs = {
  userId: string
  name: string
  email: string
  secondFactor: boolean
  methods: string[]
  lastActiveAt: Date | null
  lastIp: string | null
}

type Row = Omit<Proofs, 'name' | 'email' | 'methods'> & { methods: string[] }

/** Of everybody in the organization in scope, or of those who are named. */
export async function listProofs(db: OrgDb, people: string[] | null = null): Promise<Proofs[]> {
  const rows = await db.$queryRaw<(Row & { name: string; email: string })[]>`
    select p.user_id as "userId", u.name, u.email, p.second_factor as "secondFactor", p.methods,
           p.last_active_at as "lastActiveAt", p.last_ip as "lastIp"
      from member_proofs(${people}::uuid[]) p join "User" u on u.id = p.user_id
     order by lower(u.name), u.id`
  return rows.map(({ methods, ...row }) => ({
    ...row,
    methods: methods.map((method) => (method.includes('/') ? (findProviderOf(method)?.id ?? method) : method)),
  }))
}
