import { z } from 'zod'
import { methods as knownMethods } from '@/lib/auth/methods'
import { inTransaction, type OrgDb } from '@/lib/db/scope'
import { sendMails } from '@/lib/email/send'
import { env } from '@/lib/env'
import { enqueueAll } from '@/lib/jobs/enqueue'
import { POLICY_NOTICES } from '@/lib/parameters'
import { active } from '../roles/roles'
import type { KeptOut } from './kept-out'
import type { Rules } from './rules'

/** Whom a policy will keep out unless they do something, and what they lack. Names and addresses are looked up when it is sent. */
export const policyNotice = z.object({
  organizationId: z.uuid(),
  secondFactorFrom: z.iso.datetime().nullable(),
  methodsFrom: z.iso.datetime().nullable(),
  people: z.array(z.object({ userId: z.uuid(), lacks: z.array(z.enum(['secondFactor', 'method'])) })),
})
export type PolicyNotice = z.output<typeof policyNotice>

type Saved = { organizationId: string; byUserId: string; keptOut: KeptOut[]; rules: Rules }

/** With the policy, or not at all. Thousands of mails would take longer than a transaction has: a job writes so many. */
export async function noticePolicy(db: OrgDb, { organizationId, byUserId, keptOut, rules }: Saved) {
  const people = keptOut
    .filter(({ userId, lacks }) => lacks.length > 0 && userId !== byUserId)
    .map(({ userId, lacks }) => ({ userId, lacks }))
  const jobs: PolicyNotice[] = []
  for (let from = 0; from < people.length; from += POLICY_NOTICES)
    jobs.push({
      organizationId,
      secondFactorFrom: rules.secondFactorFrom?.toISOString() ?? null,
      methodsFrom: rules.methodsFrom?.toISOString() ?? null,
      people: people.slice(from, from + POLICY_NOTICES),
    })
  if (jobs.length > 0) await enqueueAll(db, 'notice_policy', jobs)
}

/** One mail each, to who is still here, of what is still asked for. */
export async function sendPolicyNotices({ organizationId, people, ...saved }: PolicyNotice) {
  await inTransaction({ organizationId }, async (db) => {
    const org = await db.organization.findFirst({
      where: { id: organizationId, deletedAt: null },
      select: { name: true, policy: { select: { secondFactorFrom: true, methodsFrom: true, methods: true } } },
    })
    const { policy } = org ?? {}
    if (!org || !policy) return
    const asked = {
      secondFactor: sameMoment(policy.secondFactorFrom, saved.secondFactorFrom),
      method: sameMoment(policy.methodsFrom, saved.methodsFrom),
    }
    const lacks = new Map(people.map((one) => [one.userId, one.lacks.filter((lack) => asked[lack])]))
    const members = await db.membership.findMany({
      where: { ...active(), userId: { in: [...lacks.keys()] } },
      select: { userId: true, user: { select: { name: true, email: true } } },
      relationLoadStrategy: 'join',
    })
    const mails = members.flatMap(({ userId, user }) => {
      const missing = lacks.get(userId) ?? []
      if (missing.length === 0) return []
      const props = {
        name: user.name,
        organizationName: org.name,
        secondFactorFrom: missing.includes('secondFactor') ? sayWhen(policy.secondFactorFrom) : undefined,
        methodsFrom: missing.includes('method') ? sayWhen(policy.methodsFrom) : undefined,
        methods: policy.methods.map(nameOf),
        url: `${env.APP_URL}/account/security`,
      }
      return [{ to: user.email, props }]
    })
    if (mails.length > 0) await sendMails(db, 'policy-ahead', mails)
  })
}

const sameMoment = (now: Date | null, then: string | null) => now !== null && now.toISOString() === then

/** The moment from which it is asked for, or that it is already. */
const sayWhen = (from: Date | null) => (from && from > new Date() ? from.toISOString() : 'now')

const nameOf = (method: string) => (method === 'oidc' ? env.AUTH_OIDC_NAME : (knownMethods[method]?.says ?? method))
