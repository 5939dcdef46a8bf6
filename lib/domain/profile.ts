import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import { renamedSignal } from '@/lib/auth/passkeys/signal'
import { name } from './strings'

export const updateNameSchema = z.object({ name: name('Enter your name.') })

/** What other people see. */
export async function updateName({ db, user }: UserContext, { name }: z.output<typeof updateNameSchema>) {
  await db.user.update({ where: { id: user.id }, data: { name }, select: { id: true } })
  return { ok: true, message: 'Saved.', signal: await renamedSignal(db, { ...user, name }) }
}
