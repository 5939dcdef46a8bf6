export { guard as middleware } from '@/lib/auth/guard'

export const config = { matcher: '/((?!_next/static|_next/image|favicon.ico).*)' }
