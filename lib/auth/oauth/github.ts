import { z } from 'zod'
import { brand } from '@/lib/brand'
import { fetchPatiently } from './fetch-patiently'

const user = z.object({ id: z.number().int(), login: z.string(), name: z.string().nullish() })
const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/** GitHub is no OpenID provider and says nothing of verification beside a person: only the address that is primary and verified counts. */
export async function readGitHubUser(accessToken: string) {
  const [found, addresses] = await Promise.all([
    ask('https://api.github.com/user', user, accessToken),
    ask('https://api.github.com/user/emails', emails, accessToken),
  ])
  const proved = addresses.find(({ primary, verified }) => primary && verified)
  return {
    sub: String(found.id),
    name: found.name ?? found.login,
    ...(proved && { email: proved.email, email_verified: true }),
  }
}

async function ask<Schema extends z.ZodType>(
  url: string,
  schema: Schema,
  accessToken: string,
): Promise<z.output<Schema>> {
  const response = await fetchPatiently(url, {
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${accessToken}`,
      'user-agent': brand.name,
    },
  })
  if (!response.ok) throw new Error(`GitHub answered ${response.status}.`)
  return schema.parse(await response.json())
}
