import { demoLogins } from './demo-data'
import { withConnection } from './roles'

export type DemoPerson = { email: string; name: string }

/**
 * The demo people have accounts, and no provider's word lets anybody into an account: so they are connected to Demo SSO here.
 * It has another port, and so another issuer, each time it starts: what was connected before moves along.
 */
export async function connectDemoPeople(appUrl: string, issuer: string, anyIssuer: RegExp): Promise<DemoPerson[]> {
  return withConnection(appUrl, async (db) => {
    await db.query(`begin; set local app.identity to 'on'`)
    await db.query(
      `delete from "Account" old using "Account" newer where old.issuer ~ $1 and newer.issuer ~ $1
       and old.subject = newer.subject and (old."createdAt", old.issuer) < (newer."createdAt", newer.issuer)`,
      [anyIssuer.source],
    )
    await db.query('update "Account" set issuer = $1 where issuer ~ $2', [issuer, anyIssuer.source])
    await db.query(
      `insert into "Account" ("userId", type, issuer, subject, label) select id, 'oidc', $1, email, email from "User"
       where email = any ($2) and "emailVerified" is not null on conflict do nothing`,
      [issuer, demoLogins],
    )
    const { rows } = await db.query<DemoPerson>(
      'select email, name from "User" where email = any ($1) order by array_position($1, email)',
      [demoLogins],
    )
    await db.query('commit')
    return rows
  })
}
