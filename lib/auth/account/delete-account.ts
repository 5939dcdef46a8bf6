import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { enter } from '@/lib/db/scope'
import { prepareToGo } from '@/lib/domain/members/leaving'
import { normalizeEmail } from '@/lib/domain/strings'
import { sendMail } from '@/lib/email/send'
import { AppError } from '@/lib/errors'
import { readSessionToken } from '../context'
import { lockUser } from '../people'
import { digest } from '../secrets'
import { mailRequest } from '../sessions/device-name'
import { forgetToken } from '../sessions/session'

export const deleteAccountSchema = z.object({ confirmation: z.string('Type your e-mail address.') })

/**
 * The person and everything that is theirs; what histories say of them goes as well, while each chain still verifies. There
 * is no way back. Whoever they invited is invited no more unless somebody else stands behind it: an invitation asks its inviter.
 */
export async function deleteAccount(
  ctx: UserContext,
  { confirmation }: z.output<typeof deleteAccountSchema>,
): Promise<Outcome> {
  const { user, request } = ctx
  if (normalizeEmail(confirmation) !== user.email) {
    const sentence = `Type your e-mail address: ${user.email}`
    throw new AppError('BAD_INPUT', 'Nothing was deleted.', { fieldErrors: { confirmation: [sentence] } })
  }
  await prepareToGo(ctx)
  const db = await enter(ctx.db, { identity: true })
  const token = await readSessionToken()
  if (!token || !(await lockUser(db, user.id))) throw new AppError('UNAUTHENTICATED', 'Please sign in.')
  await db.$executeRaw`select erase_person(${digest(token)})`
  for (const to of [user.email, ...user.addresses]) {
    const props = { name: user.name, email: user.email, request: mailRequest(request), at: new Date() }
    await sendMail(db, { template: 'account-deleted', to, props })
  }
  await db.user.deleteMany({ where: { id: user.id } })
  return { redirectTo: '/sign-in?deleted', afterCommit: forgetToken }
}
