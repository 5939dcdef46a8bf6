// What `npm run users` does: the only acts on somebody's account that are not their own. Written down, and told to the person.
import { randomUUID } from 'node:crypto'
import type { AuditRequest } from '@/lib/access/audit'
import { type IdentityDb, inTransaction, scopedTo } from '@/lib/db/scope'
import { normalizeEmail } from '@/lib/domain/strings'
import { sendMail } from '@/lib/email/send'
import type { AccountChange } from '@/lib/email/templates/account-changed'
import { AppError } from '@/lib/errors'
import { findSuccessors, holdOrganizationsOf } from './account/disabling'
import { findUserId, type LockedUser, lockUserByEmail, NOBODY, proveEmail } from './people'
import { forgiveSecondStep } from './proof-limits'
import { removeSecondFactor } from './second-factor/second-factor'
import { noteSecurityEvent, type SecurityAction } from './security-events'
import { revokeSessions } from './sessions/session'
import { forgiveFailures } from './sign-in-limits'
import { listWaysIn } from './ways-in'

type Change = {
  action: SecurityAction
  tell: AccountChange
  said: string
  /** Where there was nothing to do. */
  already: string
  /** False when there is nothing to do. */
  act: (db: IdentityDb, user: LockedUser, request: AuditRequest) => Promise<boolean>
}

const changes = {
  /** A password chosen before the address was proved may be a stranger's, so it does not count: see proveEmail. */
  verify: {
    action: 'email.verified',
    tell: 'verified',
    said: 'is verified',
    already: 'is verified already',
    act: async (db, user, request) => {
      await proveEmail(db, user, request)
      return user.emailVerified === null
    },
  },
  disable: {
    action: 'account.disabled',
    tell: 'disabled',
    said: 'is disabled and signed out everywhere',
    already: 'is disabled already',
    act: async (db, user, request) => {
      await findSuccessors(db, user.id, request)
      await db.user.updateMany({ where: { id: user.id, disabledAt: null }, data: { disabledAt: new Date() } })
      // a change of the address can be taken back once they are enabled again
      await db.token.deleteMany({ where: { userId: user.id, usedAt: null, purpose: { not: 'undo_email_change' } } })
      await revokeSessions(db, user.id)
      return user.disabledAt === null
    },
  },
  enable: {
    action: 'account.enabled',
    tell: 'enabled',
    said: 'is enabled',
    already: 'is enabled already',
    act: async (db, user) => {
      await db.user.updateMany({ where: { id: user.id }, data: { disabledAt: null } })
      await forgiveFailures(user.email)
      return user.disabledAt !== null
    },
  },
  /**
   * For whoever lost phone and codes. Passkeys go too: they are a second factor, and may be on the phone that somebody found.
   * They stay with somebody who would have no way in without them.
   */
  'reset-second-factor': {
    action: 'second_factor.reset',
    tell: 'second-factor-reset',
    said: 'has no second factor any more, and is signed out everywhere',
    already: 'has no second factor that could be reset: nothing was done',
    act: async (db, user) => {
      const where = { userId: user.id }
      const app = await db.authenticatorApp.findFirst({ where, select: { userId: true } })
      const canDoWithout = (await listWaysIn(db, user.id)).some((way) => !way.startsWith('passkey:'))
      const passkeys = canDoWithout ? await db.passkey.deleteMany({ where }) : { count: 0 }
      if (!app && passkeys.count === 0) return false
      await removeSecondFactor(db, user.id)
      await revokeSessions(db, user.id)
      await forgiveSecondStep(user.id)
      return true
    },
  },
  'sign-out': {
    action: 'session.all_revoked',
    tell: 'signed-out',
    said: 'is signed out everywhere',
    already: 'is signed out everywhere already',
    act: async (db, user) => {
      await revokeSessions(db, user.id)
      return true
    },
  },
} as const satisfies Record<string, Change>

export type OperatorChange = keyof typeof changes

export const isOperatorChange = (command: string): command is OperatorChange => Object.hasOwn(changes, command)

/** The line to print. */
export async function changeUser(command: OperatorChange, email: string): Promise<string> {
  const { action, tell, said, already, act }: Change = changes[command]
  return inTransaction({ identity: true }, async (db) => {
    const address = addressOf(email)
    if (command === 'disable') await holdOrganizationsOf(db, (await findUserId(db, address)) ?? NOBODY)
    const user = await lockUserByEmail(db, address)
    if (!user) throw nobody(email)
    const request = { id: randomUUID(), ip: null, userAgent: null }
    if (!(await act(db, user, request))) return `${user.email} ${already}.`
    await noteSecurityEvent(db, { userId: user.id, action, request, details: { actor: 'operator' } })
    const props = { name: user.name, change: tell, at: new Date() }
    await sendMail(db, { template: 'account-changed', to: user.email, props })
    return `${user.email} ${said}, and was told by mail.`
  })
}

/** What there is to know of an account before something is done to it. */
export async function describeUser(email: string): Promise<string[]> {
  const db = scopedTo({ identity: true })
  const user = await db.user.findFirst({
    where: { id: (await findUserId(db, addressOf(email))) ?? NOBODY },
    select: {
      id: true,
      email: true,
      name: true,
      emailVerified: true,
      emailAddresses: { orderBy: { email: 'asc' }, select: { email: true } },
      disabledAt: true,
      createdAt: true,
      password: { select: { changedAt: true } },
      authenticatorApp: { select: { confirmedAt: true } },
      recoveryCodes: { where: { usedAt: null }, select: { id: true } },
      passkeys: { select: { id: true } },
      accounts: { select: { provider: true } },
      sessions: { orderBy: { lastUsedAt: 'desc' }, select: { lastUsedAt: true } },
    },
  })
  if (!user) throw nobody(email)
  const memberships = await scopedTo({ userId: user.id }).membership.findMany({
    where: { userId: user.id, organization: { deletedAt: null } },
    select: { builtInRole: true, organization: { select: { slug: true } } },
    orderBy: { createdAt: 'asc' },
  })
  const day = (date: Date | null | undefined) => date?.toISOString() ?? 'no'
  return [
    `${user.name} <${user.email}>  ${user.id}`,
    `created        ${day(user.createdAt)}`,
    `verified       ${day(user.emailVerified)}`,
    `also at        ${user.emailAddresses.map(({ email }) => email).join(', ') || 'no other address'}`,
    `disabled       ${day(user.disabledAt)}`,
    `password       ${day(user.password?.changedAt)}`,
    `second factor  ${secondFactorOf(user)}`,
    `accounts       ${user.accounts.map(({ provider }) => provider).join(', ') || 'none'}`,
    `sessions       ${user.sessions.length}${user.sessions[0] ? `, last used ${day(user.sessions[0].lastUsedAt)}` : ''}`,
    `organizations  ${memberships.map(({ organization, builtInRole }) => `${organization.slug} (${builtInRole ?? 'custom role'})`).join(', ') || 'none'}`,
  ]
}

type Factors = { authenticatorApp: { confirmedAt: Date | null } | null; recoveryCodes: unknown[]; passkeys: unknown[] }

function secondFactorOf({ authenticatorApp, recoveryCodes, passkeys }: Factors) {
  const app = authenticatorApp?.confirmedAt ? `app, ${recoveryCodes.length} recovery codes` : 'no app'
  return `${app}, ${passkeys.length} passkeys`
}

function addressOf(email: string) {
  const address = normalizeEmail(email)
  if (!address) throw new AppError('BAD_INPUT', `${email} is not an e-mail address.`)
  return address
}

const nobody = (email: string) => new AppError('NOT_FOUND', `Nobody here has the address ${email}.`)
