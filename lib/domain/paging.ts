import { z } from 'zod'

export const PAGE = 25

/** Where a list goes on: after this row, in the order newest first. */
export type Cursor = { createdAt: Date; id: string }

const shape = z.tuple([z.iso.datetime(), z.uuid()])

/** Opaque to whoever holds it. One that cannot be read is bad input to a handler; a page then starts from the top. */
export const cursor = z
  .string()
  .transform((text, ctx): Cursor => {
    const read = shape.safeParse(Buffer.from(text, 'base64url').toString().split(' '))
    if (read.success) return { createdAt: new Date(read.data[0]), id: read.data[1] }
    ctx.addIssue({ code: 'custom', message: 'This cursor cannot be read: take `next` of the page before.' })
    return z.NEVER
  })
  .optional()

export const cursorOf = ({ createdAt, id }: Cursor) =>
  Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url')

/** Keyset paging: constant in the length of the list, and nothing is skipped or doubled when rows come and go. */
export const newestFirst = [{ createdAt: 'desc' }, { id: 'desc' }] as const

export const after = (from: Cursor | undefined) =>
  from
    ? { createdAt: { lte: from.createdAt }, OR: [{ createdAt: { lt: from.createdAt } }, { id: { lt: from.id } }] }
    : {}

/** A page of rows that were read with `take: PAGE + 1`: the extra one says that there are more. */
export function pageOf<Row extends Cursor>(rows: Row[]): { rows: Row[]; next?: string } {
  const last = rows[PAGE - 1]
  return rows.length > PAGE && last ? { rows: rows.slice(0, PAGE), next: cursorOf(last) } : { rows }
}
