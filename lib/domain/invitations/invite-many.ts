import { z } from 'zod'
import type { OrgAct } from '@/lib/access/context'
import { BULK_INVITATION } from '@/lib/parameters'
import { normalizeEmail } from '../strings'
import { inviteMembers, inviteMembersSchema } from './invite-members'
import { readListOfPeople } from './list-of-people'

const { lines, atOnce } = BULK_INVITATION
const TOO_MANY = `At most ${lines} addresses at once, please.`

/** Five hundred lines with names and everything else that a spreadsheet knows of people. */
const TEXT_LENGTH = 400_000

export const inviteManySchema = inviteMembersSchema.extend({
  emails: z
    .string('Enter at least one address.')
    .refine((text) => text.length <= TEXT_LENGTH, TOO_MANY)
    .transform(readListOfPeople)
    .refine((people) => people.length > 0, 'Enter at least one address.')
    .refine((people) => people.length <= lines, TOO_MANY),
})

/**
 * As many of a long list as one transaction takes well, from the top. What was not reached, and then what could not be sent,
 * stays in the field, so that whoever sends it again goes on; with JavaScript the page does that by itself.
 */
export async function inviteMany(ctx: OrgAct, { emails, role, message }: z.output<typeof inviteManySchema>) {
  const reached = emails.slice(0, atOnce)
  const rest = emails.slice(atOnce)
  const valid = reached.filter((word) => normalizeEmail(word) !== null)
  const invalid = reached.filter((word) => normalizeEmail(word) === null)
  const answer = await inviteMembers(ctx, { emails: { valid, invalid }, role, message })
  const left = answer.values.emails.split('\n').filter(Boolean)
  return {
    ...answer,
    message: rest.length > 0 ? `${answer.message} ${rest.length} more wait: send again to go on.` : answer.message,
    values: { ...answer.values, emails: [...rest, ...left].join('\n'), rest: String(rest.length) },
  }
}
