import type { z } from 'zod'
import { AppError } from '@/lib/errors'

const secrets = /password|code|token|secret|credential/i

/** A form as plain values: a field that comes several times is a list, and Next's own fields are left out. */
export function readForm(form: unknown): Record<string, string | string[]> {
  if (!(form instanceof FormData)) throw new AppError('BAD_INPUT', 'That form could not be read.')
  const fields: Record<string, string | string[]> = {}
  for (const name of new Set(form.keys())) {
    if (name.startsWith('$ACTION')) continue
    const values = form.getAll(name).filter((value) => typeof value === 'string')
    const [first, ...more] = values
    if (first !== undefined) fields[name] = more.length > 0 ? values : first
  }
  return fields
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
export function keepValues(fields: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !secrets.test(name))
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
