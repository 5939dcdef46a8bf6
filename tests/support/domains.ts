import { row, rows } from './database'
import type { Person } from './people'
import type { Organization } from './world'

type Particulars = { mode?: 'nobody' | 'ask' | 'join'; role?: string; setBy?: Person; roleId?: string }

/** A domain that is proved, straight into the tables. */
export function provedDomain(org: Organization, name: string, { mode = 'ask', role, setBy, roleId }: Particulars = {}) {
  return row<{ id: string; name: string; token: string }>(
    `insert into "Domain" ("organizationId", name, token, mode, "builtInRole", "roleId", "modeSetById", "verifiedAt", "checkedAt")
     values ($1, $2, 'token-of-' || gen_random_uuid(), $3::"DomainMode", $4::"BuiltInRole", $5, $6, now(), now()) returning id, name, token`,
    [org.id, name, mode, role ?? null, roleId ?? null, setBy?.id ?? null],
  )
}

export async function failSince(domainId: string, ago: string) {
  await rows(`update "Domain" set "failingSince" = now() - $2::interval where id = $1`, [domainId, ago])
}

/** A further address of somebody, proved. */
export async function furtherAddress({ id }: Person, email: string) {
  await row(`insert into "EmailAddress" ("userId", email) values ($1, $2) returning id`, [id, email])
}
