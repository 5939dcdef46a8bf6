import { createTranslator } from 'next-intl'
import { env } from '@/lib/env'
import mail from '@/lib/i18n/messages/en/mail.json'

/** The words of the mails. Works in Next and in the worker alike, so it does not ask who is looking. */
export const t = createTranslator({ locale: 'en', messages: { mail }, namespace: 'mail' })

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** Absolute and in UTC: a mail is read at another time and place than it is written, and a retry must say the same. */
export function inUtc(date: Date) {
  return `${moment.format(date)} UTC`
}

/** Keeps a mail client from making a link out of a name: `evil.test` is an organization's name before it is an address. */
export function unlinked(text: string) {
  return text.replace(/([.@:/\\])(?=\S)/g, '$1\u2060')
}

/** For headers: no line break or control character gets through, whatever a name brought along. */
export function oneLine(text: string) {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  return line.length > 160 ? `${line.slice(0, 159)}…` : line
}

/** A link into this product; mails contain no other. */
export function ownLink(path: `/${string}`) {
  return env.APP_URL + path
}
