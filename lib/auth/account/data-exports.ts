import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { consume } from '@/lib/access/rate-limit'
import { enter } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { enqueue } from '@/lib/jobs/enqueue'
import { DATA_EXPORT_LIFETIME } from '@/lib/parameters'
import { lockUser } from '../people'
import { noteSecurityEvent } from '../security-events'

/** A copy that has not become ready within this time never will: another one may be asked for. */
const GIVEN_UP = 3_600_000

/** The newest copy of somebody's own data, being written or ready. */
export function findExport({ db, user }: Pick<UserContext, 'db' | 'user'>) {
  return db.dataExport.findFirst({
    where: { userId: user.id, expiresAt: { gt: new Date() } },
    select: { id: true, createdAt: true, progress: true, finishedAt: true, expiresAt: true },
    orderBy: { createdAt: 'desc' },
  })
}

export const requestExportSchema = z.object({ confirm: z.literal('copy', 'Confirm that you want this.') })

/** The copy is written by a job, and replaces the one before. */
export async function requestExport({ db, user, session, request }: UserContext): Promise<Outcome> {
  const identity = await enter(db, { identity: true })
  await lockUser(identity, user.id)
  const since = new Date(Date.now() - GIVEN_UP)
  const unfinished = { userId: user.id, finishedAt: null, createdAt: { gt: since } }
  if (await identity.dataExport.findFirst({ where: unfinished, select: { id: true } }))
    return { ok: true, message: 'Your copy is being prepared already.' }
  await consume('exportData', user.id)
  await identity.dataExport.deleteMany({ where: { userId: user.id } })
  const { id } = await identity.dataExport.create({
    data: { userId: user.id, expiresAt: new Date(Date.now() + DATA_EXPORT_LIFETIME) },
    select: { id: true },
  })
  await enqueue(identity, 'write_export', { exportId: id, position: 0, section: 0, after: null, total: null })
  await noteSecurityEvent(identity, { userId: user.id, action: 'data.export_asked', request, sessionId: session.id })
  return { ok: true, message: 'We are preparing your copy.' }
}

export const deleteExportSchema = z.object({ confirm: z.literal('delete', 'Confirm that you want this.') })

export async function deleteExport({ db, user }: UserContext): Promise<Outcome> {
  const identity = await enter(db, { identity: true })
  const { count } = await identity.dataExport.deleteMany({ where: { userId: user.id } })
  if (count === 0) throw new AppError('NOT_FOUND', NOTHING_HERE)
  return { ok: true, message: 'The copy is deleted.' }
}

/** A copy that is ready, read piece by piece while the browser takes it. Throws NOT_FOUND for what is not this person's. */
export async function openExport({ db, user }: Pick<UserContext, 'db' | 'user'>, id: string) {
  const found = await db.dataExport.findFirst({
    where: { id, userId: user.id, finishedAt: { not: null }, expiresAt: { gt: new Date() } },
    select: { written: true, createdAt: true },
  })
  if (!found) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const encoder = new TextEncoder()
  let position = 0
  const stream = new ReadableStream({
    async pull(controller) {
      if (position === found.written) return controller.close()
      const part = await db.dataExportPart.findFirst({
        where: { exportId: id, position: position++ },
        select: { text: true },
      })
      // deleted meanwhile: half a file must not look like a whole one
      if (!part) return controller.error(new Error('The copy is gone.'))
      controller.enqueue(encoder.encode(part.text))
    },
  })
  return { stream, createdAt: found.createdAt }
}
