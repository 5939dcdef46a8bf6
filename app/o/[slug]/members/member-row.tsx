import { UserMinus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Cell, Row } from '@/components/ui/table'
import { Tooltip } from '@/components/ui/tooltip'
import type { Abilities } from '@/lib/access/queries'
import type { listMembers, Obstacle } from '@/lib/domain/members'
import { roleOf } from '@/lib/domain/roles'
import { changeRole, removeMember } from './actions'
import { Ends, RoleEnd } from './role-end'
import { type RoleChoice, RoleSelect } from './role-select'

type MemberRowProps = {
  org: { slug: string; name: string }
  member: Awaited<ReturnType<typeof listMembers>>['rows'][number]
  isYou: boolean
  /** Why this person's role cannot be touched by whoever looks, if it cannot. */
  obstacle: Obstacle | null
  roles: RoleChoice[]
  may: Abilities
}

export function MemberRow({ org, member, isYou, obstacle, roles, may }: MemberRowProps) {
  const t = useTranslations('members')
  const names = useTranslations('orgs.roles')
  const { user } = member
  const name = user.name
  const role = roleOf(member)
  const following = role.afterwards ? roleName(names, role.afterwards.role.name) : undefined
  const endsAt = role.afterwards?.until ?? member.roleEndsAt
  const why = obstacle && t(obstacle === 'above' ? 'whyAbove' : 'whyLastOwner', { name })
  const whyNoEnd = isYou ? t('end.whyYourself') : role.builtInRole === 'owner' ? t('end.whyOwner') : why
  const ended = member.roleEndsAt !== null && member.roleEndsAt <= new Date()
  const id = <input type="hidden" name="membershipId" value={member.id} />

  return (
    <Row>
      <Cell main>
        <span className="flex min-w-0 items-center gap-3">
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
        <div className="grid min-w-0 gap-0.5 max-sm:justify-items-end">
          {may['member:update'] ? (
            <div className="flex flex-wrap items-center gap-x-1 gap-y-2">
              {why ? (
                <Tooltip text={why}>
                  {(describedBy) => (
                    <Button variant="ghost" size="sm" aria-disabled aria-describedby={describedBy} className="-ml-2.5">
                      {roleName(names, role.name)}
                    </Button>
                  )}
                </Tooltip>
              ) : (
                <Form action={changeRole.bind(null, org.slug)} success="toast" className="gap-2">
                  {id}
                  <RoleSelect label={t('roleOf', { name })} current={role.value} roles={roles} save={t('save')} />
                </Form>
              )}
              <RoleEnd org={org} member={{ id: member.id, name, endsAt, following }} why={whyNoEnd} />
            </div>
          ) : (
            roleName(names, role.name)
          )}
          {role.afterwards && <Ends at={role.afterwards.until} following={following} />}
          {member.roleEndsAt && <Ends at={member.roleEndsAt} />}
        </div>
      </Cell>
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
            <ConfirmDialog
              action={removeMember.bind(null, org.slug)}
              variant="danger-ghost"
              size="icon"
              trigger={
                <>
                  <UserMinus aria-hidden="true" />
                  <span className="sr-only">{t('removeName', { name })}</span>
                </>
              }
              title={t('removeTitle', { name })}
              description={t('removeWhy', { name, org: org.name })}
              confirm={t('removeConfirm', { org: org.name })}
            >
              {id}
            </ConfirmDialog>
          )}
        </Cell>
      )}
    </Row>
  )
}
