import { createHash } from 'node:crypto'
import { z } from 'zod'
import { accentNames } from '@/lib/accents'
import type { OrgAct } from '@/lib/access/context'
import { consume } from '@/lib/access/rate-limit'
import { AppError } from '@/lib/errors'
import { AVATAR } from '@/lib/parameters'
import { drawSquare } from '../pictures'
import { lockAndRead } from './organizations'

export const uploadLogoSchema = z.object({
  logo: z
    .file('Choose a picture.')
    .min(1, 'Choose a picture.')
    .max(AVATAR.bytes, `That picture is larger than ${AVATAR.bytes / 1_048_576} MB.`),
})
export const removeLogoSchema = z.object({ confirm: z.literal('remove', 'Confirm that you want this.') })
export const changeAccentSchema = z.object({ accent: z.enum(['none', ...accentNames], 'Choose a colour.') })

/** Before the transaction: drawing takes a while. */
export async function drawLogo(userId: string, { logo }: z.output<typeof uploadLogoSchema>) {
  await consume('uploadAvatar', userId)
  return drawSquare(await logo.bytes(), 'logo')
}

export async function updateLogo(ctx: OrgAct, _: unknown, picture: Buffer) {
  const org = await lockAndRead(ctx)
  const digest = createHash('sha256').update(picture).digest('base64url')
  const drawn = { bytes: new Uint8Array(picture), digest, updatedAt: new Date() }
  const before = await ctx.db.organization.findFirstOrThrow({ where: { id: org.id }, select: { image: true } })
  await ctx.db.organizationLogo.deleteMany()
  await ctx.db.organizationLogo.createMany({ data: [drawn] })
  const image = addressOf(org.id, digest)
  await ctx.db.organization.update({ where: { id: org.id }, data: { image }, select: { id: true } })
  ctx.audit({ action: 'organization.logo_changed', target: { id: org.id, name: org.name }, before, after: { image } })
  return { ok: true, message: 'The logo is saved.' }
}

export async function removeLogo(ctx: OrgAct) {
  const org = await lockAndRead(ctx)
  const before = await ctx.db.organization.findFirstOrThrow({ where: { id: org.id }, select: { image: true } })
  if (!before.image) throw new AppError('CONFLICT', 'There is no logo.')
  await ctx.db.organizationLogo.deleteMany()
  await ctx.db.organization.update({ where: { id: org.id }, data: { image: null }, select: { id: true } })
  ctx.audit({
    action: 'organization.logo_changed',
    target: { id: org.id, name: org.name },
    before,
    after: { image: null },
  })
  return { ok: true, message: 'The logo is removed.' }
}

export async function changeAccent(ctx: OrgAct, input: z.output<typeof changeAccentSchema>) {
  const accent = input.accent === 'none' ? null : input.accent
  const org = await lockAndRead(ctx)
  const before = await ctx.db.organization.findFirstOrThrow({ where: { id: org.id }, select: { accent: true } })
  if (before.accent === accent) return { ok: true, message: 'That is its colour already.', unchanged: true as const }
  await ctx.db.organization.update({ where: { id: org.id }, data: { accent }, select: { id: true } })
  ctx.audit({
    action: 'organization.accent_changed',
    target: { id: org.id, name: org.name },
    before,
    after: { accent },
  })
  return { ok: true, message: 'The colour is saved.' }
}

/** Another picture has another address, so that a browser may keep each. */
const addressOf = (organizationId: string, digest: string) => `/api/logos/${organizationId}?v=${digest.slice(0, 16)}`
