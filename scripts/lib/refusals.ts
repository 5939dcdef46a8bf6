import { setTimeout as sleep } from 'node:timers/promises'
import { env, isLoopback } from '@/lib/env'
import { isBuilt } from './built'
import { withConnection } from './roles'

const where = "in your platform's settings, or in .env.local"
// What stands in examples, tests and tutorials: words, counting, one piece over and over. Random text has none of it.
const words = /secret|change|replace|example|password|placeholder|insert|development|production|correct-horse/i
const counting = /01234567|12345678|abcdefgh|qwertyui/i
const repetition = /^(.{1,16}?)\1+.{0,15}$/

/** Why this must not run in production, a line for each reason. */
export async function findRefusals() {
  const refusals = [...secretRefusals(), ...addressRefusals(), ...buildRefusals()]
  const database = process.env.DATABASE_URL
    ? await databaseRefusals(env.DATABASE_URL)
    : [`DATABASE_URL is missing: set it ${where} to the app's role on PostgreSQL 15 or newer.`]
  return [...refusals, ...database]
}

function* secretRefusals() {
  const secret = process.env.AUTH_SECRET?.trim()
  const make = 'openssl rand -base64 33'
  if (!secret) yield `AUTH_SECRET is missing: set it ${where} (${make}).`
  else if (secret.length < 32) yield `AUTH_SECRET is too short: it needs 32 characters or more (${make}).`
  else if ([words, counting, repetition].some((known) => known.test(secret)))
    yield `AUTH_SECRET is one that others know or guess: make a random one (${make}).`
}

function* addressRefusals() {
  if (!process.env.APP_URL) {
    yield `APP_URL is missing: set it ${where} to the address people open, such as https://app.example.com.`
  } else if (env.DEMO_MAILBOX && !isLoopback(env.APP_URL)) {
    yield `DEMO_MAILBOX shows every mail to everybody: it is refused unless APP_URL is on localhost (it is ${env.APP_URL}).`
  }
}

function* buildRefusals() {
  if (!isBuilt()) yield 'Nothing is built: npm run build first.'
}

async function databaseRefusals(url: string) {
  const role = await look(url)
  if (typeof role === 'string') return [`DATABASE_URL does not lead to a database that answers (${role}).`]
  const refusals: string[] = []
  const fix = 'use a role that owns nothing, without SUPERUSER and BYPASSRLS (docs/deployment.md)'
  if (role.superuser || role.bypasses) {
    refusals.push(
      `The role of DATABASE_URL, ${role.name}, is ${role.superuser ? 'a superuser' : 'allowed to bypass row-level security'}: ${fix}.`,
    )
  } else if (role.owner)
    refusals.push(
      `The role of DATABASE_URL, ${role.name}, owns the tables, so row-level security does not hold it: ${fix}.`,
    )
  if (!role.migrated) refusals.push('The database is not migrated: npm run db:migrate, with DATABASE_OWNER_URL set.')
  else if (role.demo && !env.DEMO_MAILBOX) {
    refusals.push(
      'The database holds the demo data, whose password everybody knows: use another database, or delete the people @acme.test and @globex.test.',
    )
  }
  return refusals
}

type Role = { name: string; superuser: boolean; bypasses: boolean; owner: boolean; migrated: boolean; demo: boolean }

// A database that is just starting gets its time.
async function look(url: string): Promise<Role | string> {
  for (let tries = 1; ; tries++) {
    try {
      return await withConnection(url, async (db) => {
        const { rows } = await db.query<Omit<Role, 'demo'>>(`
          select current_user as name, rolsuper as superuser, rolbypassrls as bypasses,
            exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                    and pg_has_role(current_user, relowner, 'member')) as owner,
            to_regprocedure('has_demo_data()') is not null and has_schema_privilege('public', 'usage')
              and has_function_privilege('has_demo_data()', 'execute') as migrated
          from pg_roles where rolname = current_user`)
        const role = rows[0]
        if (!role) throw new Error('the role is unknown')
        if (!role.migrated) return { ...role, demo: false }
        const { rows: found } = await db.query<{ demo: boolean }>('select has_demo_data() as demo')
        return { ...role, demo: found[0]?.demo ?? false }
      })
    } catch (error) {
      if (tries === 10)
        return error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error)
      await sleep(1000)
    }
  }
}
