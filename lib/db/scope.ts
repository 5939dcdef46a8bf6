import { currentScope, prisma, type Scope, scopeSettings } from './client'
import { Prisma } from './generated/client'

declare const scope: unique symbol

type ModelName = Uncapitalize<Prisma.ModelName>
type Batched = 'findUnique' | 'findUniqueOrThrow'

/**
 * A client bound to one scope. It has no `findUnique`: Prisma batches those across requests into one statement, which then
 * runs in the first caller's scope (another tenant's row came back when this was tried). `findFirst` is not batched.
 */
export type Db<S extends 'identity' | 'user' | 'org'> = {
  readonly [M in ModelName]: Omit<Prisma.TransactionClient[M], Batched>
} & Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'> & { readonly [scope]: S }

export type IdentityDb = Db<'identity'>
export type UserDb = Db<'user'>
export type OrgDb = Db<'org'>

type Named<T extends Scope> = T extends { identity: true } ? IdentityDb : T extends { userId: string } ? UserDb : OrgDb

/** For reads: every statement runs in this scope, in one round trip, however late its promise is awaited. */
export function scopedTo<T extends Scope>(proved: T): Named<T> {
  return bind(prisma, proved) as Named<T>
}

type Given = [args?: { where?: object }, ...unknown[]]

/** A proxy, as `$extends` costs every query a tenth of its time. */
function bind(target: object, proved: Scope, narrowed = (given: Given) => given): object {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member === 'object' && member)
        return bind(member, proved, 'organizationId' in proved && isTenant(name) ? within(proved) : undefined)
      if (typeof member !== 'function') return member
      const run = async (given: Given) => {
        if (String(name).startsWith('findUnique'))
          throw new Error(`${String(name)} is batched across scopes: use findFirst.`)
        return await member.apply(target, narrowed(given)) // the await starts Prisma's lazy promise inside the scope
      }
      return (...given: Given) => currentScope.run(proved, run, given)
    },
  })
}

const isTenant = (model: string | symbol) => {
  const type = String(model).replace(/^./, (letter) => letter.toUpperCase())
  const fields = (Prisma as unknown as Record<string, object | undefined>)[`${type}ScalarFieldEnum`]
  return fields !== undefined && 'organizationId' in fields
}

/**
 * The organization once more, for the planner alone. Where a person may also see what is theirs elsewhere, the policies of a
 * table are an OR, and no index gives the rows of an OR in their order: every list would read all of the organization.
 */
const within =
  ({ organizationId }: { organizationId: string }) =>
  ([args, ...more]: Given): Given => [{ ...args, where: { AND: [{ organizationId }, args?.where ?? {}] } }, ...more]

export type TransactionOptions = { isolationLevel?: Prisma.TransactionIsolationLevel; timeout?: number }

/** For writes: one transaction that starts in this scope. It can be narrowed with `enter`. */
export function inTransaction<T extends Scope, Result>(
  proved: T,
  work: (db: Named<T>) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  return prisma.$transaction(async (tx) => {
    const db = tx as unknown as Named<T>
    await enter(db, proved)
    return await work(db)
  }, options)
}

/** One transaction in no scope yet: it sees nothing until `enter`. The gate's own: it asks first who is calling. */
export function unscoped<Result>(work: (db: UserDb) => Promise<Result>): Promise<Result> {
  return prisma.$transaction((tx) => work(tx as unknown as UserDb))
}

/** A part of a statement, for those that `$queryRaw` puts together. Values in it are sent apart from it, as in the whole. */
export const { sql, empty } = Prisma

/** Moves a running transaction into another scope, and out of the one before. The caller has the proof. */
export async function enter<T extends Scope>(db: Pick<IdentityDb, '$executeRaw'>, proved: T): Promise<Named<T>> {
  const [identity, userId, organizationId] = scopeSettings(proved)
  await db.$executeRaw`select set_config('app.identity', ${identity}, true), set_config('app.user_id', ${userId}, true), set_config('app.organization_id', ${organizationId}, true)`
  return db as unknown as Named<T>
}

/** Two acts on one organization take turns from here on. Locks go organization → membership → role → audit head. */
export async function lockOrganization(db: OrgDb, organizationId: string) {
  await db.$executeRaw`select 1 from "Organization" where id = ${organizationId}::uuid for no key update`
}
