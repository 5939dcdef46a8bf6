import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { requireProof } from '@/lib/access/proof'
import type { OrgDb } from '@/lib/db/scope'
import { readAddresses } from '../addresses'
import { isFull, NO_SEAT, seatsOf } from '../members/seats'
import { holdActor } from '../roles/hold-actor'
import { active, getRole, hasAsMuch, type Role, roleColumns, roleOf } from '../roles/roles'
import { invitationMessage } from '../strings'
import { consumeForMails, NO_ROOM, roomForInvitations, sendInvitations } from './mail'
import { stateOf } from './states'
import { requireCanOffer } from './who-may-invite'

/** One transaction writes them all within its five seconds. */
const AT_ONCE = 100
const TOO_MANY = `At most ${AT_ONCE} addresses at once, please.`
/** Room for a hundred of the longest addresses with names. */
const TEXT_LENGTH = 50_000

export const inviteMembersSchema = z.object({
  emails: z
    .union([z.string(), z.array(z.string()).transform((lines) => lines.join('\n'))], 'Enter at least one address.')
    .refine((text) => text.length <= TEXT_LENGTH, TOO_MANY)
    .transform(readAddresses)
    .refine(({ valid, invalid }) => valid.length + invalid.length > 0, 'Enter at least one address.')
    .refine(({ valid, invalid }) => valid.length + invalid.length <= AT_ONCE, TOO_MANY),
  role: z.string('Choose a role.').min(1, 'Choose a role.'),
  message: invitationMessage(),
})

type Input = z.output<typeof inviteMembersSchema>

/** One invitation for each address, as far as possible, and an answer for each. What could not be sent stays in the field. */
export async function inviteMembers(ctx: OrgAct, { emails, role: wanted, message }: Input) {
  const { db, org, actor, audit } = ctx
  const role = await getRole(db, wanted)
  requireCanOffer(actor, role, { way: 'mail', policy: org.policy })
  if (role.builtInRole === 'owner') await requireProof(ctx) // as whoever makes a member one

  const answers = new Map<string, { outcome: string; ok: boolean }>()
  const refuse = (email: string, outcome: string) => answers.set(email, { outcome, ok: false })

  for (const word of emails.invalid) refuse(word, 'That does not look like an e-mail address.')
  const members = await membersAmong(db, emails.valid)
  for (const email of members) answers.set(email, { outcome: 'Already a member.', ok: true })
  const others = emails.valid.filter((email) => !members.has(email))
  // for whoever invites; it is counted again when somebody joins, and an invitation holds no seat
  const full = isFull(await seatsOf(db, org.id))
  if (full) for (const email of others) refuse(email, NO_SEAT)
  const mailable = full ? [] : await withinLimits(org, others, refuse)

  // the role may have changed, or gone, while this waited for its turn, and so may what the inviter has
  const inviter = await holdActor(ctx, 'member:invite')
  requireCanOffer({ ...actor, ...inviter }, await getRole(db, wanted), { way: 'mail', policy: org.policy })
  const open = await openAmong(db, mailable)
  let room = await roomForInvitations(ctx)
  const offers: { id: string | null; email: string; role: Role; message: string | null }[] = []
  for (const email of mailable) {
    const known = open.get(email)
    const takesRoom = !known || stateOf(known) === 'expired'
    if (known && !hasAsMuch(actor, roleOf(known))) {
      refuse(email, 'Somebody who may do more than you has invited them already.')
    } else if (takesRoom && room < 1) {
      refuse(email, NO_ROOM)
    } else {
      offers.push({ id: known?.id ?? null, email, role, message })
      if (takesRoom) room--
    }
  }
  const sent = offers.length
  for (const { id, email, isNew } of sent > 0 ? await sendInvitations(ctx, offers) : []) {
    audit({
      action: isNew ? 'invitation.created' : 'invitation.resent',
      target: { id, name: email },
      after: { role: role.name },
    })
    answers.set(email, { outcome: isNew ? 'Invited.' : 'Invited again: only the new invitation works.', ok: true })
  }

  const results = [...emails.valid, ...emails.invalid].map((subject) => ({
    subject,
    ...(answers.get(subject) ?? { outcome: 'Not invited.', ok: false }),
  }))
  const left = results.filter(({ ok }) => !ok).map(({ subject }) => subject)
  const values = { emails: left.join('\n'), role: wanted, message: message ?? '' }
  if (sent === 0) return { message: 'No invitation was sent.', results, values, unchanged: true as const }
  return {
    ok: true,
    message: sent === 1 ? 'One invitation is on its way.' : `${sent} invitations are on their way.`,
    results,
    values,
  }
}

/** By address first, which is what an index finds: not every member is looked at for a few addresses. */
async function membersAmong(db: OrgDb, emails: string[]) {
  const named = { where: { email: { in: emails } } }
  const primary = await db.user.findMany({ ...named, select: { id: true, email: true } })
  const further = await db.emailAddress.findMany({ ...named, select: { userId: true, email: true } })
  const known = [...primary.map(({ id, email }) => ({ userId: id, email })), ...further]
  const { user: _, ...here } = active()
  const members = await db.membership.findMany({
    where: { ...here, userId: { in: known.map(({ userId }) => userId) } },
    select: { userId: true },
  })
  const ids = new Set(members.map(({ userId }) => userId))
  return new Set(known.filter(({ userId }) => ids.has(userId)).map(({ email }) => email))
}

async function openAmong(db: OrgDb, emails: string[]) {
  const invitations = await db.invitation.findMany({
    where: { email: { in: emails }, acceptedAt: null, revokedAt: null },
    select: { id: true, email: true, expiresAt: true, acceptedAt: true, revokedAt: true, ...roleColumns },
  })
  return new Map(invitations.map((invitation) => [invitation.email, invitation]))
}

/** The addresses that may be mailed now; the others are told why not. For each it is asked at the same time: a long list has little time. */
async function withinLimits(org: OrgContext['org'], emails: string[], refuse: (email: string, why: string) => void) {
  const refusals = await consumeForMails(org, emails)
  return emails.filter((email) => {
    const refusal = refusals.get(email)
    if (refusal) refuse(email, refusal.message)
    return !refusal
  })
}
