import { UserMinus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/relative-time'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Cell, Row } from '@/components/ui/table'
import { Tooltip } from '@/components/ui/tooltip'
import type { Abilities } from '@/lib/access/queries'
import type { ListedMember } from '@/lib/domain/members/list'
import type { Obstacle } from '@/lib/domain/members/members'
import type { ChosenAct } from './chosen-people'
import { RoleCell } from './role-cell'
import type { RoleChoice } from './role-select'
import { RowLink } from './row-link'
import { Tick } from './tick'

type MemberRowProps = {
  org: { slug: string; name: string }
  member: ListedMember
  isYou: boolean
  /** Why this person's role cannot be touched by whoever looks, if it cannot. */
  obstacle: Obstacle | null
  roles: RoleChoice[]
  may: Abilities
  /** Whether rows have a box at all. This one has none if nothing could be done with it. */
  selects: boolean
  /** The address of the dialog in which this is done to this person. */
  dialog: (act: ChosenAct) => string
}

export function MemberRow({ org, member, isYou, obstacle, roles, may, selects, dialog }: MemberRowProps) {
  const t = useTranslations('members')
  const { user, proofs } = member
  const { name } = user
  const why = obstacle && t(obstacle === 'above' ? 'whyAbove' : 'whyLastOwner', { name })
  const whyNoEnd = isYou ? t('end.whyYourself') : member.builtInRole === 'owner' ? t('end.whyOwner') : why
  const ended = member.roleEndsAt !== null && member.roleEndsAt <= new Date()

  return (
    <Row>
      <Cell main>
        <span className="flex min-w-0 items-center gap-3">
          {selects &&
            (why || isYou ? (
              <span className="size-6 shrink-0" />
            ) : (
              <Tick label={t('tick', { name })} one={member.id} />
            ))}
          <Avatar name={name} image={user.image} />
          <span className="min-w-0">
            <span className="flex flex-wrap items-center gap-x-2 font-medium">
              <span className="break-words">{name}</span>
              {isYou && <Badge tone="brand">{t('you')}</Badge>}
              {ended && <Badge tone="warning">{t('ended')}</Badge>}
              {user.disabledAt && <Badge tone="danger">{t('disabled')}</Badge>}
            </span>
            <span className="block text-[0.8125rem] break-all text-muted-foreground">{user.email}</span>
          </span>
        </span>
      </Cell>
      <Cell label={t('role')}>
        <RoleCell
          org={org}
          member={member}
          roles={roles}
          mayChange={may['member:update']}
          why={why}
          whyNoEnd={whyNoEnd}
          dialog={dialog}
        />
      </Cell>
      {proofs && (
        <>
          <Cell label={t('secondFactor')}>
            {proofs.secondFactor ? (
              <Badge tone="success">{t('on')}</Badge>
            ) : (
              <span className="text-muted-foreground">{t('off')}</span>
            )}
          </Cell>
          <Cell label={t('lastActive')}>
            {proofs.lastActiveAt ? (
              <RelativeTime date={proofs.lastActiveAt} className="text-muted-foreground" />
            ) : (
              <span className="text-muted-foreground">{t('notLately')}</span>
            )}
          </Cell>
        </>
      )}
      <Cell label={t('joined')}>
        <RelativeTime date={member.createdAt} className="text-muted-foreground" />
      </Cell>
      {may['member:remove'] && (
        <Cell actions>
          {why || isYou ? (
            <Tooltip text={isYou ? t('whyYourself') : why}>
              {(describedBy) => (
                <Button variant="ghost" size="icon" aria-disabled aria-describedby={describedBy}>
                  <UserMinus aria-hidden="true" />
                  <span className="sr-only">{t('removeName', { name })}</span>
                </Button>
              )}
            </Tooltip>
          ) : (
            <RowLink act="remove" href={dialog('remove')} label={t('removeName', { name })} />
          )}
        </Cell>
      )}
    </Row>
  )
}
