import { z } from 'zod'
import { brand } from '@/lib/brand'
import { normalizeDomain } from '../strings'
import { isFreeMail, isPublicEnding } from './free-mail'

/** What people paste for a domain: “@acme.example”, an address, a link, with a dot at the end. Null for what is none. */
export function readDomain(text: string): string | null {
  const host = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/, '')
    .replace(/\.$/, '')
  const domain = normalizeDomain(host)
  // the last label of an address on the net is never a number, and a name of 200 characters leaves no room for the record's
  return domain && !/\.\d+$/.test(domain) && domain.length <= 200 ? domain : null
}

const REFUSED = 'Addresses there are everybody’s. Add a domain of your own.'

export function domainName() {
  return z.string('Enter a domain.').transform((text, ctx) => {
    const domain = readDomain(text)
    const problem = !text.trim()
      ? 'Enter a domain.'
      : !domain
        ? 'Write a domain like example.com.'
        : isFreeMail(domain) || isPublicEnding(domain)
          ? REFUSED
          : null
    if (domain && !problem) return domain
    ctx.addIssue({ code: 'custom', message: problem ?? '' })
    return z.NEVER
  })
}

/** The record that proves it: a name beneath the domain, so that nothing else there is touched [RFC 8552 §1.1]. */
export const recordOf = ({ name, token }: { name: string; token: string }) => ({
  name: `_${brand.slug}-challenge.${name}`,
  value: `${brand.slug}-verify=${token}`,
})
