import type { OrgDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import type { OwnershipEvent } from '@/lib/email/templates/ownership'
import { env } from '@/lib/env'
import type { OpenOffer } from './open-offers'

type Organization = { name: string; slug: string }

/** Tells the two sides of an offer what happened, each in their own words. */
export async function tellAboutOwnership(
  db: OrgDb,
  org: Organization,
  offer: OpenOffer,
  told: { from?: OwnershipEvent; to?: OwnershipEvent },
) {
  const sides = [
    { event: told.to, reader: offer.to.user, other: offer.from.user },
    { event: told.from, reader: offer.from.user, other: offer.to.user },
  ]
  for (const { event, reader, other } of sides) {
    if (!event) continue
    const isOpen = event === 'offered' || event === 'sent'
    const path =
      event === 'offered' ? '/account/organizations' : event === 'sent' ? `/o/${org.slug}/settings` : `/o/${org.slug}`
    await sendMail(db, {
      template: 'ownership',
      to: reader.email,
      props: {
        event,
        name: reader.name,
        organizationName: org.name,
        otherName: other.name,
        becomes: offer.becomes === 'owner' ? 'owner' : 'admin',
        expiresAt: isOpen ? offer.expiresAt : undefined,
        url: env.APP_URL + path,
      },
    })
  }
}
