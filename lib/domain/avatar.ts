import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import { consume } from '@/lib/access/rate-limit'
import { AppError } from '@/lib/errors'
import { AVATAR } from '@/lib/parameters'
import { drawSquare } from './pictures'

export const uploadAvatarSchema = z.object({
  avatar: z
    .file('Choose a picture.')
    .min(1, 'Choose a picture.')
    .max(AVATAR.bytes, `That picture is larger than ${AVATAR.bytes / 1_048_576} MB.`),
})
type Upload = z.output<typeof uploadAvatarSchema>

/** Before the transaction: drawing takes a while. */
export async function drawAvatar({ user }: Omit<UserContext, 'db'>, { avatar }: Upload) {
  await consume('uploadAvatar', user.id)
  return drawSquare(await avatar.bytes(), 'avatar')
}

export async function updateAvatar({ db, user }: UserContext, _: Upload, picture: Buffer) {
  const digest = createHash('sha256').update(picture).digest('base64url')
  const drawn = { bytes: new Uint8Array(picture), digest, updatedAt: new Date() }
  await db.user.update({ where: { id: user.id }, data: { image: addressOf(user.id, digest) }, select: { id: true } })
  await db.avatar.upsert({
    where: { userId: user.id },
    create: { userId: user.id, ...drawn },
    update: drawn,
    select: { userId: true },
  })
  return { ok: true, message: 'Your picture is saved.' }
}

export const removeAvatarSchema = z.object({ confirm: z.literal('remove', 'Confirm that you want this.') })

export async function removeAvatar({ db, user }: UserContext) {
  const { count } = await db.avatar.deleteMany({ where: { userId: user.id } })
  if (count === 0) throw new AppError('CONFLICT', 'You have no picture.')
  await db.user.update({ where: { id: user.id }, data: { image: null }, select: { id: true } })
  return { ok: true, message: 'Your picture is removed.' }
}

/** Another picture has another address, so that a browser may keep each. */
const addressOf = (userId: string, digest: string) => `/api/avatars/${userId}?v=${digest.slice(0, 16)}`
