import type { Permission } from '@/lib/access/permissions'
import { consume } from '@/lib/access/rate-limit'
import type { OrgDb } from '@/lib/db/scope'
import { sendMail, sendMails } from '@/lib/email/send'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { listHolders } from './mail'

/** Anybody of them can answer; more mails would be answered no sooner. */
const ASKED = 5

const DECIDE: Permission[] = ['member:invite']

type Organization = { id: string; name: string; slug: string }
type Person = { name: string; email: string }

/** Once for each request. Beyond the day's limit it waits on the page, with its badge, and nobody's inbox is flooded. */
export async function tellDeciders(db: OrgDb, org: Organization, person: Person) {
  const within = await consume('joinRequestMails', org.id).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'TOO_MANY') return false
      throw error
    },
  )
  if (!within) return
  const url = `${env.APP_URL}/o/${org.slug}/members/requests`
  const props = {
    event: 'asked' as const,
    url,
    organizationName: org.name,
    personName: person.name,
    email: person.email,
  }
  const readers = await listHolders(db, DECIDE, ASKED)
  await sendMails(
    db,
    'join-request',
    readers.map((to) => ({ to, props })),
  )
}

/** To the address that they asked with. */
export async function tellAnswer(
  db: OrgDb,
  org: Organization,
  { name, email }: Person,
  answer: { event: 'approved' | 'declined'; roleName?: string },
) {
  const url = answer.event === 'approved' ? `${env.APP_URL}/o/${org.slug}` : `${env.APP_URL}/account/organizations`
  const props = { ...answer, url, organizationName: org.name, personName: name, email }
  await sendMail(db, { template: 'join-request', to: email, props })
}
