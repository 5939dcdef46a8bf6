import { z } from 'zod'
import { brand } from '@/lib/brand'
import { enter, type IdentityDb, inTransaction } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { enqueue } from '@/lib/jobs/enqueue'
import { DATA_EXPORT_PIECE } from '@/lib/parameters'
import { type Subject, sections } from './personal-data'

const exportJob = z.object({
  exportId: z.uuid(),
  /** Which piece this job writes. */
  position: z.int().min(0),
  /** Which section it is about, and where in that section it goes on. */
  section: z
    .int()
    .min(0)
    .max(sections.length - 1),
  after: z.string().nullable(),
  /** How many pieces there will be: known once the first is written. */
  total: z.int().nullable(),
})
export type ExportJob = z.infer<typeof exportJob>

/**
 * Writes one piece and, in the same transaction, asks for the next: whatever is killed when, every piece is written once.
 * A job whose piece is written already, or whose person or export is gone, does nothing.
 */
export async function writePiece(payload: unknown) {
  const job = exportJob.parse(payload)
  const { exportId, position } = job
  await inTransaction(
    { identity: true },
    async (db) => {
      const [found] = await db.$queryRaw<{ userId: string; createdAt: Date }[]>`
        select "userId", "createdAt" from "DataExport"
         where id = ${exportId}::uuid and written = ${position}::int and "finishedAt" is null for update`
      if (!found) return
      const subject = { db, userId: found.userId, exportId }
      const total = job.total ?? (await countPieces(subject))
      const { text, next } = await compose(subject, job, found.createdAt)
      await enter(db, { identity: true })
      const done = next
        ? { progress: Math.min(99, Math.floor((100 * (position + 1)) / total)) }
        : { progress: 100, finishedAt: new Date() }
      await db.dataExportPart.create({ data: { exportId, position, text }, select: { position: true } })
      await db.dataExport.updateMany({ where: { id: exportId }, data: { written: position + 1, ...done } })
      if (!next) await mailReady(db, exportId)
      if (next) await enqueue(db, 'write_export', { exportId, position: position + 1, total, ...next })
    },
    { timeout: 30_000 },
  )
}

/** Whoever did not ask for it hears of it, too. */
async function mailReady(db: IdentityDb, exportId: string) {
  const { createdAt, expiresAt, user } = await db.dataExport.findFirstOrThrow({
    where: { id: exportId },
    select: { createdAt: true, expiresAt: true, user: { select: { name: true, email: true } } },
  })
  const props = { name: user.name, at: createdAt, expiresAt }
  await sendMail(db, { template: 'data-copy-ready', to: user.email, props })
}

/** Put one after the other, the pieces are one JSON object with the sections as its properties. */
async function compose(subject: Subject, { section: index, after, position }: ExportJob, askedAt: Date) {
  const section = sections[index]
  if (!section) throw new Error(`There is no section ${index}.`)
  const opening = position === 0 ? `{\n"about": ${json({ product: brand.name, askedAt })}` : ''
  const isLast = index === sections.length - 1
  const following = { section: index + 1, after: null }
  if ('read' in section) {
    const text = `${opening},\n"${section.name}": ${json(await section.read(subject))}${isLast ? '\n}\n' : ''}`
    return { text, next: isLast ? null : following }
  }
  const { rows, next } = await section.readFrom(subject, after)
  const body = rows.map((row) => json(row)).join(',\n')
  const before = after === null ? `${opening},\n"${section.name}": [\n` : body && ',\n'
  const end = next ? '' : isLast ? '\n]\n}\n' : '\n]'
  return { text: before + body + end, next: next ? { section: index, after: next } : isLast ? null : following }
}

const json = (value: unknown) => JSON.stringify(value, null, 2)

async function countPieces(subject: Subject) {
  let pieces = 0
  for (const section of sections)
    pieces += 'read' in section ? 1 : Math.floor((await section.count(subject)) / DATA_EXPORT_PIECE) + 1
  return pieces
}
