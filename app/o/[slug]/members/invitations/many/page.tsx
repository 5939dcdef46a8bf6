import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { orgQuery } from '@/lib/access/queries'
import { canOffer } from '@/lib/domain/invitations/who-may-invite'
import { getPeople } from '@/lib/domain/members/people'
import { BULK_INVITATION, INVITATIONS_A_DAY } from '@/lib/parameters'
import { Refused } from '../../../refused'
import { inviteMany } from '../../actions'
import { Seats } from '../../seats'
import { ManyPeople } from './many-people'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('invitations.many'))('title') }
}

export default async function ManyPage({ params }: PageProps<'/o/[slug]/members/invitations/many'>) {
  const { slug } = await params
  const seen = await orgQuery(slug, 'member:invite', getPeople)
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}/members`} />

  const { org, actor, data: people } = seen
  const [t, i, names] = await Promise.all([
    getTranslations('invitations.many'),
    getTranslations('invitations.invite'),
    getTranslations('orgs.roles'),
  ])
  const roles = people.roles
    .filter((role) => canOffer(actor, role, { way: 'mail', policy: org.policy }))
    .map(({ value, name }) => ({ value, label: roleName(names, name) }))
  const { first, later } = INVITATIONS_A_DAY
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('why', { lines: BULK_INVITATION.lines })}
        back={{ href: `/o/${slug}/members/invitations`, label: t('back') }}
      />
      <Seats seats={people.seats} className="mb-4" />
      <Card className="max-w-3xl">
        <CardBody>
          <ManyPeople
            action={inviteMany.bind(null, slug)}
            roles={roles}
            words={{
              ...{ file: t('file'), fileWhy: t('fileWhy'), fileTooLarge: t('fileTooLarge') },
              ...{ emails: t('emails'), emailsWhy: t('emailsWhy'), role: t('role'), roleWhy: t('roleWhy') },
              ...{ message: i('message'), messageWhy: i('messageWhy'), send: t('send'), stop: t('stop') },
              ...{ progress: t('progress'), sent: t('sent'), stopped: t('stopped'), finished: t('finished') },
              ...{ finishedAll: t('finishedAll'), broken: t('broken'), results: t('results'), download: t('download') },
              ...{ line: t('line'), outcome: t('outcome'), done: i('invited'), refused: i('refused') },
              limit: t('limit', { sent: later, first }),
            }}
          />
        </CardBody>
      </Card>
    </>
  )
}
