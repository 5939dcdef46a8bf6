import { type NextRequest, NextResponse } from 'next/server'

export function middleware(request: NextRequest) {
  if (request.cookies.has('session')) return NextResponse.next()
  return NextResponse.redirect(new URL('/sign-in', request.url), 307)
}

export const config = { matcher: '/o/:path*' }
