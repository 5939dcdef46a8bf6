import { hash } from '@node-rs/argon2'
import pg from 'pg'
import { ARGON2 } from '@/lib/parameters'
import { demoPassword } from '@/scripts/lib/demo-data'

/** What an address can be, seen from inside. Nobody outside may find out which. */
export const kinds = ['known', 'unknown', 'unproved', 'disabled', 'without a password'] as const

export type Kind = (typeof kinds)[number]

/** Addresses of one length, so that no answer differs by what it repeats. */
export const addressOf = (run: string, kind: Kind, number: number) =>
  `${kind.replaceAll(' ', '').slice(0, 5)}-${run}-${String(number).padStart(5, '0')}@people.test`

/** `count` people of each kind, straight into the tables, all with the demo's password where they have one. */
export async function makePeople(superuserUrl: string, run: string, count: number) {
  const secret = await hash(demoPassword, ARGON2)
  const db = new pg.Client({ connectionString: superuserUrl })
  await db.connect()
  try {
    for (const kind of kinds) {
      if (kind === 'unknown') continue
      const emails = Array.from({ length: count }, (_, number) => addressOf(run, kind, number))
      await db.query(
        `with made as (
           insert into "User" (email, name, "emailVerified", "disabledAt")
           select email, 'Petra', case when $2 <> 'unproved' then now() end, case when $2 = 'disabled' then now() end
             from unnest($1::text[]) as email
           returning id, email),
         passwords as (
           insert into "Password" ("userId", hash) select id, $3 from made where $2 in ('known', 'disabled'))
         insert into "Token" ("userId", email, purpose, digest, "expiresAt", "passwordHash", "browserDigest", name)
         select id, email, 'verify_email', sha256(gen_random_uuid()::text::bytea), now() + interval '1 day', $3,
                sha256(gen_random_uuid()::text::bytea), 'Petra'
           from made where $2 = 'unproved'`,
        [emails, kind, secret],
      )
    }
    await db.query('analyze')
  } finally {
    await db.end()
  }
}
