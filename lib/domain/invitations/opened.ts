import type { BuiltInRole } from '@/lib/access/permissions'
import type { MayInvite } from '@/lib/access/policies'
import { digest } from '@/lib/auth/secrets'
import { pool } from '@/lib/db/pool'
import { roleOf } from '../roles/roles'
import { isVouchedFor } from './states'

type Row = {
  invitation_id: string
  via: 'mail' | 'copy' | 'link'
  email: string | null
  organization_id: string
  organization_name: string
  accent: string | null
  organization_deleted: boolean
  built_in_role: BuiltInRole | null
  role_id: string
  role_name: string
  role_permissions: string[]
  inviter_name: string | null
  inviter_built_in_role: BuiltInRole | null
  inviter_permissions: string[] | null
  message: string | null
  expires_at: Date
  accepted_at: Date | null
  revoked_at: Date | null
  asked_again_at: Date | null
  uses: number
  max_uses: number | null
  allowed_domains: string[] | null
  seat_limit: number | null
  seats_taken: number
  inviters: MayInvite | null
  link_makers: MayInvite | null
}

export type OpenedInvitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>

/** What the holder of a secret sees of the invitation behind it: nobody has to be signed in, and looking changes nothing. */
export async function findInvitation(token: string) {
  if (!/^[\w-]{43}$/.test(token)) return null
  const { rows } = await pool.query<Row>({
    name: 'find_invitation',
    text: 'select i.*, find_invitation_accent($1) as accent from find_invitation($1) i',
    values: [digest(token)],
  })
  const row = rows[0]
  if (!row) return null
  const role = roleOf({
    builtInRole: row.built_in_role,
    role: ownRole(row.role_id, row.role_name, row.role_permissions),
  })
  const inviter =
    row.inviter_built_in_role || row.inviter_permissions
      ? roleOf({ builtInRole: row.inviter_built_in_role, role: ownRole('', '', row.inviter_permissions ?? []) })
      : null
  const { inviters, link_makers: linkMakers } = row
  const policy = inviters && linkMakers && { inviters, linkMakers }
  return {
    id: row.invitation_id,
    via: row.via,
    email: row.email,
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    accent: row.accent,
    deleted: row.organization_deleted,
    role,
    inviterName: row.inviter_name,
    vouched: isVouchedFor(role, inviter, { way: row.via === 'link' ? 'link' : 'mail', policy }),
    message: row.message,
    expiresAt: row.expires_at,
    acceptedAt: row.accepted_at,
    revokedAt: row.revoked_at,
    askedAgainAt: row.asked_again_at,
    uses: row.uses,
    maxUses: row.max_uses,
    allowedDomains: row.allowed_domains ?? [],
    seats: { taken: row.seats_taken, limit: row.seat_limit },
  }
}

const ownRole = (id: string, name: string, permissions: string[]) => ({ id, name, permissions })
