// What middleware.ts does. Edge runtime: no Prisma, no lib/env. It decides nothing: with middleware.ts deleted every page,
// action and handler still refuses by itself, and only the script nonce and the courtesy redirect are gone.
import { type NextRequest, NextResponse } from 'next/server'
import { BODY_LIMIT, TOKEN_BYTES, UPLOAD_LIMIT, VERIFY_EMAIL_LIFETIME } from '@/lib/parameters'
import { askingCookie, cookieOptions, sessionCookie } from './cookie-names'
import { filePolicy, files } from './file-policy'
import { isSameOrigin } from './origin'
import { readToken, toText } from './signed-token'

/** Where a signed-in person uploads a picture, of themself or a logo. What else is posted there is measured again by its gate. */
const uploads = /^\/(account|o\/[^/]+\/settings)$/
const signedInOnly = /^\/(account|new|o)(\/|$)/

/** Whether a cookie is one that we signed and has not run out. The session may be gone all the same. */
export async function looksSignedIn(cookie: string | undefined) {
  return (await readToken(cookie)) !== null
}

export async function guard(request: NextRequest) {
  const appUrl = process.env.APP_URL ?? request.nextUrl.origin
  const { pathname, search } = request.nextUrl
  const reads = request.method === 'GET' || request.method === 'HEAD'

  if (reads && request.headers.get('host')?.startsWith('127.0.0.1') && new URL(appUrl).hostname === 'localhost') {
    return NextResponse.redirect(appUrl + pathname + search, 307)
  }
  // Next answers an address that is no UTF-8 with 500.
  if (!isReadable(pathname)) return new NextResponse('That address cannot be read.', { status: 400 })
  if (!reads && !pathname.startsWith('/api/jobs') && !isSameOrigin(request.headers, appUrl)) {
    return new NextResponse('This request came from another site.', { status: 403 })
  }
  const signedIn = signedInOnly.test(pathname) && (await looksSignedIn(request.cookies.get(sessionCookie())?.value))
  if (!reads && (await isTooLarge(request, signedIn && uploads.test(pathname) ? UPLOAD_LIMIT : BODY_LIMIT))) {
    return new NextResponse('That is too large.', { status: 413 })
  }
  if (signedInOnly.test(pathname) && reads && !signedIn) {
    return NextResponse.redirect(`${appUrl}/sign-in?next=${encodeURIComponent(pathname + search)}`, 307)
  }

  // Here a passkey is asked for unasked, by a challenge that this secret binds. Set by its action, Next would draw the page twice.
  const asking = reads && pathname === '/sign-in' && !request.cookies.has(askingCookie()) ? newSecret() : null
  if (asking) request.cookies.set(askingCookie(), asking)

  const nonce = btoa(crypto.randomUUID())
  const id = crypto.randomUUID()
  const page = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const policy = files.test(pathname) ? filePolicy : page
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('x-request-id', id)
  headers.set('content-security-policy', policy)
  // Next compares an action's Origin with this, which anybody may write, and answers a difference with 500.
  headers.set('x-forwarded-host', new URL(appUrl).host)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', id)
  if (asking)
    response.cookies.set(askingCookie(), asking, { ...cookieOptions(), maxAge: VERIFY_EMAIL_LIFETIME / 1_000 })
  return response
}

const newSecret = () => toText(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).buffer)

function isReadable(pathname: string) {
  try {
    return decodeURIComponent(pathname).length > 0
  } catch {
    return false
  }
}

/** A body that does not say how long it is is counted, and read no further than the limit; Next kept a copy of it for the page. */
async function isTooLarge({ headers, body }: NextRequest, limit: number) {
  const declared = headers.get('content-length')
  if (declared !== null) return Number(declared) > limit
  let size = 0
  for await (const piece of body ?? []) {
    size += piece.byteLength
    if (size > limit) return true
  }
  return false
}

function contentSecurityPolicy(nonce: string, development: boolean) {
  return [
    `default-src 'self'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' ${development ? `'unsafe-inline'` : `'nonce-${nonce}'`}`,
    `style-src-attr 'unsafe-inline'`, // Base UI renders style attributes on the server; style elements stay refused
    `img-src 'self' data: blob:`,
    `frame-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    // no form-action: Chromium applies it to redirects, and a social sign-in is a form that redirects to the provider
  ].join('; ')
}
