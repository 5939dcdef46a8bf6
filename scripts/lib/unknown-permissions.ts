import { ownable } from '@/lib/access/permissions'
import { withConnection } from './roles'

type Found = { slug: string; role: string; permission: string }

/** What stands in roles and gives nothing: it was in the catalogue once, was mistyped by hand, or is for owners alone. */
export function findUnknownPermissions(ownerUrl: string) {
  return withConnection(ownerUrl, async (db) => {
    const { rows } = await db.query<Found>(
      `select o.slug, r.name as role, permission
         from "Role" r join "Organization" o on o.id = r."organizationId", unnest(r.permissions) permission
        where permission <> all ($1::text[]) order by 1, 2, 3`,
      [ownable],
    )
    return rows.map(
      ({ slug, role, permission }) =>
        `The role ${role} of ${slug} holds “${permission}”, which gives nothing → edit the role, or bring the permission back into lib/access/permissions.ts.`,
    )
  })
}
