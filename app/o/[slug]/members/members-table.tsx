import { useTranslations } from 'next-intl'
import { HeadCell, Table, TableBody, TableHead } from '@/components/ui/table'
import type { OrgContext } from '@/lib/access/context'
import type { Abilities } from '@/lib/access/queries'
import type { ListedMember } from '@/lib/domain/members/list'
import { obstacleFor } from '@/lib/domain/members/members'
import { type MemberOrder, memberOrders } from '@/lib/domain/members/order'
import { MemberRow } from './member-row'
import type { RoleChoice } from './role-select'
import { Selection } from './selection'
import { SortHead } from './sort-head'
import { Tick } from './tick'

type MembersTableProps = {
  org: { slug: string; name: string }
  actor: OrgContext['actor']
  members: ListedMember[]
  /** How many can act as an owner. */
  owners: number
  roles: RoleChoice[]
  may: Abilities
  sort: MemberOrder
  path: string
  /** What the address of this page says; a function of it gives others. */
  query: Record<string, string | undefined>
  address: (changes: Record<string, string | undefined>) => string
}

export function MembersTable({
  org,
  actor,
  members,
  owners,
  roles,
  may,
  sort,
  path,
  query,
  address,
}: MembersTableProps) {
  const t = useTranslations('members')
  const selects = may['member:update'] || may['member:remove']
  const head = {
    sort,
    href: (order: MemberOrder) => address({ sort: order === memberOrders[0] ? undefined : order, after: undefined }),
  }
  const table = (
    <Table label={t('title')}>
      <TableHead>
        <SortHead label={t('person')} by="name" {...head}>
          {selects && <Tick label={t('tickAll')} all className="max-sm:hidden noscript:hidden" />}
        </SortHead>
        <SortHead label={t('role')} by="role" {...head} />
        {members[0]?.proofs && (
          <>
            <HeadCell>{t('secondFactor')}</HeadCell>
            <HeadCell>{t('lastActive')}</HeadCell>
          </>
        )}
        <SortHead label={t('joined')} by="joined" {...head} />
        {may['member:remove'] && (
          <HeadCell>
            <span className="sr-only">{t('actions')}</span>
          </HeadCell>
        )}
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <MemberRow
            key={member.id}
            org={org}
            member={member}
            isYou={member.id === actor.membershipId}
            obstacle={obstacleFor(actor, member, owners)}
            roles={roles}
            may={may}
            selects={selects}
            dialog={(act) => address({ do: act, who: member.id })}
          />
        ))}
      </TableBody>
    </Table>
  )
  if (!selects) return table
  return (
    <Selection
      action={path}
      keep={query}
      acts={[
        ...(may['member:update'] ? [{ value: 'role', label: t('chosen.role') }] : []),
        ...(may['member:remove'] ? [{ value: 'remove', label: t('chosen.remove'), danger: true }] : []),
      ]}
      words={{
        none: t('chosen.none'),
        one: t('chosen.count', { count: 1 }),
        many: t.raw('chosen.counted') as string,
        clear: t('chosen.clear'),
      }}
    >
      <Tick label={t('tickAll')} shown all className="mb-3 ml-4 text-sm sm:hidden noscript:hidden" />
      {table}
    </Selection>
  )
}
