import { copyInvitationLink, createLinkInvitation, inviteMembers } from '@/app/o/[slug]/members/actions'
import { drainOnce } from '@/lib/jobs/worker'
import { as } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import type { Person } from '@/tests/support/people'
import type { Organization } from '@/tests/support/world'

/** The token of the newest invitation mail to this address, as its reader gets it. */
export async function mailedToken(email: string) {
  await drainOnce()
  const { text } = await row<{ text: string }>(
    `select text from "MailboxMessage" where "to" = $1 and template = 'invitation' order by "sentAt" desc limit 1`,
    [email],
  )
  return tokenIn(text)
}

export function tokenIn(text: string | undefined) {
  const token = /\/invite\/([\w-]{43})/.exec(text ?? '')?.[1]
  if (!token) throw new Error(`There is no invitation link in: ${text}`)
  return token
}

/** Invites one person as the inviter would, and gives what they hold afterwards. The inviter stays signed in. */
export async function invite(inviter: Person, org: Organization, email: string, role: string) {
  await as(inviter)
  const answer = await inviteMembers(org.slug, {}, form({ emails: email, role }))
  if (!answer.ok) throw new Error(`Not invited: ${JSON.stringify(answer)}`)
  return { token: await mailedToken(email), id: await openInvitation(org, email) }
}

export async function copyLink(inviter: Person, org: Organization, invitationId: string) {
  await as(inviter)
  const { reveal } = await copyInvitationLink(org.slug, {}, form({ invitationId }))
  return tokenIn(reveal)
}

/** Takes everything from somebody but inviting: what is more than that they cannot give. Roles of one's own hold nothing of owners. */
export async function makeRecruiter(org: Organization, { id }: Person) {
  await row(
    `with role as (insert into "Role" ("organizationId", name, permissions)
                   values ($1, 'Recruiter', '{organization:read,project:read,member:read,member:invite}') returning id)
     update "Membership" m set "builtInRole" = null, "roleId" = role.id from role
      where m."organizationId" = $1 and m."userId" = $2 returning m.id`,
    [org.id, id],
  )
}

type Link = { role?: string; maxUses?: string; days?: string; domains?: string; message?: string }

/** Makes a link as whoever it is would, and gives its secret and id. */
export async function makeLink(maker: Person, org: Organization, link: Link = {}) {
  await as(maker)
  const answer = await createLinkInvitation(org.slug, {}, form({ role: 'member', maxUses: '5', days: '7', ...link }))
  if (!answer.ok) throw new Error(`No link: ${JSON.stringify(answer)}`)
  const { id } = await row<{ id: string }>(
    `select id from "Invitation" where "organizationId" = $1 and email is null order by "createdAt" desc limit 1`,
    [org.id],
  )
  return { token: tokenIn(answer.reveal), id }
}

export async function openInvitation(org: Organization, email: string) {
  const { id } = await row<{ id: string }>(
    `select id from "Invitation" where "organizationId" = $1 and email = $2 and "acceptedAt" is null and "revokedAt" is null`,
    [org.id, email],
  )
  return id
}

export async function roleIn(org: Organization, { id }: Person) {
  const [membership] = await rows<{ role: string }>(
    `select coalesce(m."builtInRole"::text, r.name) as role from "Membership" m left join "Role" r on r.id = m."roleId"
      where m."organizationId" = $1 and m."userId" = $2`,
    [org.id, id],
  )
  return membership?.role ?? null
}

/** What the audit log of this organization says, oldest first. */
export async function history(org: Organization) {
  const events = await rows<{ action: string }>(
    `select action from "AuditEvent" where "organizationId" = $1 order by sequence`,
    [org.id],
  )
  return events.map(({ action }) => action)
}
