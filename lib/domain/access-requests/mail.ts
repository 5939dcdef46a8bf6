import type { OrgAct } from '@/lib/access/context'
import type { Permission } from '@/lib/access/permissions'
import { catalogue } from '@/lib/access/permissions'
import { sendMail, sendMails } from '@/lib/email/send'
import { env } from '@/lib/env'
import { ACCESS_REQUEST_MAILS } from '@/lib/parameters'

type Asked = { permission: Permission; note: string | null }

/** Those who can grant it hear who asks for what, and where to answer. */
export async function tellGrantors(
  { db, org, actor }: OrgAct,
  grantors: { name: string; email: string }[],
  { permission, note }: Asked,
) {
  const props = {
    askerName: actor.name,
    askerEmail: actor.email,
    organizationName: org.name,
    permissionSays: catalogue[permission].says,
    note: note ?? undefined,
    url: `${env.APP_URL}/o/${org.slug}/members/requests`,
  }
  const told = grantors.slice(0, ACCESS_REQUEST_MAILS)
  await sendMails(
    db,
    'access-asked',
    told.map(({ name, email }) => ({ to: email, props: { name, ...props } })),
  )
}

type Answer = { permissionSays: string; roleName?: string; lastDay?: string; followingName?: string; reason?: string }

/** With `roleName` it was granted, without it declined. */
export async function tellAsker({ db, org, actor }: OrgAct, to: { name: string; email: string }, answer: Answer) {
  const props = { ...answer, name: to.name, answererName: actor.name, organizationName: org.name }
  await sendMail(db, {
    template: 'access-answered',
    to: to.email,
    props: { ...props, url: `${env.APP_URL}/o/${org.slug}` },
  })
}
