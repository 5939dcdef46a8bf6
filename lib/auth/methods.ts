import { EnvironmentError, env, mailTransport, whereToSet } from '@/lib/env'
import { AppError, NOTHING_HERE } from '@/lib/errors'

type Method = {
  says: string
  /** Pages that are there for this method only. */
  pages: readonly `/${string}`[]
  /** Without these it is not offered. */
  needs: readonly (keyof typeof env)[]
}

/**
 * Every way in. What is not on this list is nowhere: no button, no page, no card, and its actions answer as if they did not
 * exist. `AUTH_METHODS` switches off without a change of code. docs/sign-in-methods.md has a row for each.
 */
export const methods: Record<string, Method> = {
  password: { says: 'An e-mail address and a password', pages: ['/forgot-password', '/reset-password'], needs: [] },
  link: { says: 'A mailed link, or the code in the same mail', pages: ['/sign-in/link'], needs: [] },
  passkey: { says: 'A passkey', pages: [], needs: [] },
  google: { says: 'Google', pages: [], needs: ['AUTH_GOOGLE_ID', 'AUTH_GOOGLE_SECRET'] },
  github: { says: 'GitHub', pages: [], needs: ['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET'] },
  microsoft: { says: 'Microsoft', pages: [], needs: ['AUTH_MICROSOFT_ID', 'AUTH_MICROSOFT_SECRET'] },
  oidc: {
    says: 'Any OpenID Connect provider',
    pages: [],
    needs: ['AUTH_OIDC_ISSUER', 'AUTH_OIDC_ID', 'AUTH_OIDC_SECRET'],
  },
}

export type OwnMethod = 'password' | 'link' | 'passkey'

export function isMethodOn(method: string): boolean {
  return Object.hasOwn(methods, method) && (wanted()?.includes(method) ?? true)
}

/** Whether somebody can come in that way now: it is on, and has what it needs. */
export function isOffered(method: string): boolean {
  return isMethodOn(method) && letsIn(method)
}

/** For the entrances of a method: one that is switched off is not there. */
export function requireMethod(method: OwnMethod) {
  if (!isMethodOn(method)) throw new AppError('NOT_FOUND', NOTHING_HERE)
}

/** Before the first request: throws when AUTH_METHODS names what nobody knows, or when nothing of it lets anybody in. */
export function checkMethods() {
  const known = Object.keys(methods)
  const unknown = wanted()?.find((one) => !known.includes(one))
  if (unknown !== undefined)
    throw new EnvironmentError(
      `AUTH_METHODS names ${unknown || 'nothing between two commas'}, which is none of ${known.join(', ')}. Correct it in ${whereToSet}.`,
    )
  const on = known.filter(isMethodOn)
  if (on.some(letsIn)) return
  const missing = on.flatMap((one) => methods[one]?.needs ?? []).filter((name) => !env[name])
  const hint = on.includes('link')
    ? 'Mail has to leave: set RESEND_API_KEY or SMTP_URL.'
    : `Set ${missing.join(', ')}, or name another method.`
  throw new EnvironmentError(
    `AUTH_METHODS (${on.join(', ')}) leaves nobody a way in. ${hint} Correct it in ${whereToSet}.`,
  )
}

function letsIn(method: string) {
  if (method === 'link' && mailTransport === 'none') return false
  return methods[method]?.needs.every((name) => env[name]) ?? false
}

const wanted = () => env.AUTH_METHODS?.split(',').map((one) => one.trim())
