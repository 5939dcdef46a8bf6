import { brand } from '@/lib/brand'
import { env } from '@/lib/env'

/** Who asks: a passkey is made for one host, and signs for one origin. Both are `APP_URL`'s, whatever a request claims. */
export const relyingParty = () => {
  const { hostname, origin } = new URL(env.APP_URL)
  return { id: hostname, name: brand.name, origin }
}
