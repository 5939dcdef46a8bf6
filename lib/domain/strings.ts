import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { EMAIL_LENGTH, NAME_LENGTH } from '@/lib/parameters'

// control, bidi and zero-width characters: they make a name look like another one
const invisible = /[\p{Cc}\p{Cf}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu
const joiners = /(?<=\p{Extended_Pictographic}\ufe0f?)\u200d(?=\p{Extended_Pictographic})/gu

/** A name as it is stored: one line, nothing invisible, single spaces. Joined emoji stay whole. */
export function cleanName(text: string): string {
  const kept = text.normalize('NFC').replace(joiners, '\ue000')
  return kept.replace(/\s+/g, ' ').replace(invisible, '').replaceAll('\ue000', '\u200d').trim()
}

/** A few lines that a person writes: each cleaned like a name, empty ones at most one at a time. */
export function cleanText(text: string): string {
  const lines = text.split(/\r\n?|\n/).map(cleanName)
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A name that a person types: 1 to 80 characters once cleaned. */
export function name(missing: string) {
  return z
    .string(missing)
    .transform(cleanName)
    .pipe(
      z
        .string()
        .min(1, missing)
        .refine((text) => [...text].length <= NAME_LENGTH, `At most ${NAME_LENGTH} characters, please.`),
    )
}

const MESSAGE_LENGTH = 500

/** What an inviter writes along; null for nothing. */
export function invitationMessage() {
  return z
    .string()
    .optional()
    .transform((text) => cleanText(text ?? '') || null)
    .refine((text) => [...(text ?? '')].length <= MESSAGE_LENGTH, `At most ${MESSAGE_LENGTH} characters, please.`)
}

/** What somebody typed, whatever it is, is no pattern: `%` and `_` are no wildcards. */
const literally = (typed: string) => typed.replace(/[\\%_]/g, '\\$&')

/** A condition for rows that hold what somebody typed. */
export function containing(typed: string) {
  return { contains: literally(typed), mode: 'insensitive' } as const
}

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/

/** The one form of an address: trimmed, lower-cased, its domain as punycode. Null for whatever is not one plain address. */
export function normalizeEmail(text: string): string | null {
  const address = text.trim().toLowerCase()
  const at = address.indexOf('@')
  if (at < 1 || at !== address.lastIndexOf('@')) return null
  const local = address.slice(0, at)
  const domain = domainToASCII(address.slice(at + 1))
  if (local.length > 64 || !localPart.test(local) || !domainName.test(domain)) return null
  const normalized = `${local}@${domain}`
  return normalized.length <= EMAIL_LENGTH ? normalized : null
}

export function emailAddress() {
  return z.string('Enter your e-mail address.').transform((text, ctx) => {
    const address = normalizeEmail(text)
    if (address) return address
    ctx.addIssue({
      code: 'custom',
      message: text.trim() ? 'That does not look like an e-mail address.' : 'Enter your e-mail address.',
    })
    return z.NEVER
  })
}

/** A domain in the one form that it has in addresses. Null for what cannot be one. */
export function normalizeDomain(text: string): string | null {
  const address = normalizeEmail(`somebody@${text.trim().replace(/^@/, '')}`)
  return address?.slice(address.indexOf('@') + 1) ?? null
}

/** An id in a form or URL. What is no uuid is nothing that we have. */
export const id = () => z.uuid('There is nothing here.')
