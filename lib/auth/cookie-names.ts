// `__Host-` ties a cookie to this host over https. On http://localhost it is not to be had, and Safari drops Secure cookies there.
// Read at the Edge as well, so straight from the environment.

export const isSecure = () => process.env.APP_URL?.startsWith('https:') ?? false

const named = (name: string) => (isSecure() ? `__Host-${name}` : name)

export const sessionCookie = () => named('session')
/** Further accounts of this browser: at most four signed tokens, newest first. */
export const parkedCookie = () => named('parked')
export const pendingCookie = () => named('pending')
export const deviceCookie = () => named('device')
export const askingCookie = () => named('asking')
export const askedCookie = () => named('asked')
export const lastMethodCookie = () => named('last-method')
export const passkeyOfferCookie = () => named('passkey-offer')
export const handshakeCookie = (part: string) => named(`handshake-${part}`)

export const cookieOptions = () => ({ httpOnly: true, secure: isSecure(), sameSite: 'lax' as const, path: '/' })
