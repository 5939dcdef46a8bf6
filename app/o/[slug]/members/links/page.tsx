import { Link2 } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { Pagination } from '@/components/pagination'
import { EmptyState } from '@/components/ui/empty-state'
import { readQuery } from '@/lib/access/input'
import { mayCreateLinks } from '@/lib/access/policies'
import { orgQuery } from '@/lib/access/queries'
import { listLinkInvitations, listLinkInvitationsSchema } from '@/lib/domain/invitations/links'
import { canOffer } from '@/lib/domain/invitations/who-may-invite'
import { getPeople } from '@/lib/domain/members/people'
import { Refused } from '../../refused'
import { addressOf } from '../addresses'
import { PeopleTabs } from '../people-tabs'
import { Seats } from '../seats'
import { CreateLink } from './create-link'
import { LinkCard } from './link-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('invitations.links'))('title') }
}

export default async function LinksPage({ params, searchParams }: PageProps<'/o/[slug]/members/links'>) {
  const { slug } = await params
  const input = readQuery(listLinkInvitationsSchema, await searchParams)
  const seen = await orgQuery(slug, 'member:invite', (ctx) =>
    Promise.all([listLinkInvitations(ctx, input), getPeople(ctx)]),
  )
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}/members`} />

  const { org, actor, may } = seen
  const [{ rows, next }, people] = seen.data
  const [t, names] = await Promise.all([getTranslations('invitations.links'), getTranslations('orgs.roles')])
  const path = `/o/${slug}/members/links`
  const givable = people.roles
    .filter((role) => canOffer(actor, role, { way: 'link', policy: org.policy }))
    .map(({ value, name }) => ({ value, label: roleName(names, name) }))

  return (
    <>
      <PeopleTabs org={org} people={people} current="links" may={may}>
        {mayCreateLinks(org.policy, actor) ? (
          <CreateLink slug={slug} roles={givable} />
        ) : (
          <p className="text-[0.8125rem] text-muted-foreground">{t('policy')}</p>
        )}
      </PeopleTabs>
      <Seats seats={people.seats} className="mb-4" />
      {rows.length > 0 ? (
        <ul className="grid gap-3" aria-label={t('title')}>
          {rows.map((link) => (
            <LinkCard key={link.id} slug={slug} link={link} />
          ))}
        </ul>
      ) : (
        <EmptyState icon={<Link2 />} title={t('empty')}>
          {t('emptyWhy')}
        </EmptyState>
      )}
      <Pagination first={input.after ? path : undefined} next={next ? addressOf(path, { after: next }) : undefined} />
    </>
  )
}
