import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { BODY_LIMIT } from '@/lib/parameters'

const secrets = /password|code|token|secret|credential/i

export type Fields = Record<string, string | string[] | File>

/**
 * A form as plain values: a field that comes several times is a list, and Next's own fields are left out. Files are left out
 * as well, but for the one that the act says it takes; every other act's form is measured again, as an upload's may be larger.
 */
export function readForm(form: unknown, upload?: string): Fields {
  if (!(form instanceof FormData)) throw new AppError('BAD_INPUT', 'That form could not be read.')
  if (!upload && sizeOf(form) > BODY_LIMIT) throw new AppError('TOO_LARGE', 'That is too large.')
  const fields: Fields = {}
  for (const name of new Set(form.keys())) {
    if (name.startsWith('$ACTION')) continue
    const file = form.get(name)
    if (name === upload && file instanceof File) fields[name] = file
    const values = form.getAll(name).filter((value) => typeof value === 'string')
    const [first, ...more] = values
    if (first !== undefined) fields[name] = more.length > 0 ? values : first
  }
  return fields
}

/** Bytes, at least: what stands between the fields is not counted. */
function sizeOf(form: FormData) {
  let size = 0
  for (const [name, value] of form) size += name.length + (typeof value === 'string' ? value.length : value.size)
  return size
}

/** PostgreSQL stores no NUL, and UTF-8 has no lone surrogates. */
export function assertStorable(value: unknown): void {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return
    throw new AppError('BAD_INPUT', 'That contains characters that cannot be stored.')
  }
  if (value instanceof Object) for (const [key, part] of Object.entries(value)) [key, part].forEach(assertStorable)
}

/** The parsed input, or BAD_INPUT with a sentence for each field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  assertStorable(input)
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fieldErrors: Record<string, string[]> = {}
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? 'form')
    fieldErrors[field] = [...(fieldErrors[field] ?? []), issue.message]
  }
  throw new AppError('BAD_INPUT', 'Please check what you entered.', { fieldErrors })
}

/** What to put back into the form: everything that was typed but secrets. */
export function keepValues(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter((field): field is [string, string | string[]] => !(field[1] instanceof File) && !secrets.test(field[0]))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : value]),
  )
}

type SearchParams = Record<string, string | string[] | undefined>

/** A page's query string. What cannot be read is left out: a page shows its default rather than an error. */
export function readQuery<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  given: SearchParams,
): z.output<z.ZodObject<Shape>> {
  const single = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, [value].flat()[0]?.toWellFormed().replaceAll('\0', '')]),
  )
  const parsed = schema.safeParse(single)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) delete single[String(issue.path[0])]
  return schema.parse(single)
}
