import { z } from 'zod'
import { sql } from '@/lib/db/scope'

/** `-` is the other way round: newest first. */
export const memberOrders = ['-joined', 'joined', 'name', '-name', 'role', '-role'] as const
export type MemberOrder = (typeof memberOrders)[number]

const storable = z.string().refine((text) => text.isWellFormed() && !text.includes('\0'))
const position = z.union([
  z.tuple([z.enum(['joined', '-joined']), z.iso.datetime(), z.uuid()]),
  z.tuple([z.enum(['name', '-name', 'role', '-role']), storable, z.uuid()]),
])

/** Where the list goes on, in the order in which it was read. One that cannot be read is none. */
export const cursor = z
  .string()
  .transform((text) => position.safeParse(readJson(Buffer.from(text, 'base64url').toString())).data)
  .optional()

export type Position = z.output<typeof position>

/** By what rows are sorted, in SQL; who has one role now stands there by name. */
const keys = {
  joined: sql`m."createdAt"`,
  name: sql`m."sortName"`,
  role: sql`(case held_built_in_role(m) when 'owner' then '1' when 'admin' then '2' when 'member' then '3' when 'viewer' then '4'
             else '9' || lower(r.name) end || chr(1) || m."sortName") collate "C"`,
}

export const keyOf = (order: MemberOrder) => keys[order.replace('-', '') as keyof typeof keys]

export const needsRole = (order: MemberOrder) => order.endsWith('role')

/** Keyset paging, as in paging.ts: a condition for the rows after this one. */
export function beyond([order, value, id]: Position) {
  const key = keyOf(order)
  const given = order.endsWith('joined') ? sql`${value}::timestamptz` : sql`${value}::text`
  if (order.startsWith('-')) return sql`and (${key}, m.id) < (${given}, ${id}::uuid)`
  return sql`and (${key}, m.id) > (${given}, ${id}::uuid)`
}

type Placed = { id: string; key: Date | string }

export function positionOf(order: MemberOrder, { key, id }: Placed): Position {
  return [order, key instanceof Date ? key.toISOString() : key, id] as Position
}

/** As a part of an address: opaque to whoever holds it. */
export const cursorAfter = (order: MemberOrder, last: Placed) =>
  Buffer.from(JSON.stringify(positionOf(order, last))).toString('base64url')

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
