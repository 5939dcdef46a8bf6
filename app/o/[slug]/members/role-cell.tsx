import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { DialogLink } from '@/components/dialog-link'
import { Form } from '@/components/form'
import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import type { ListedMember } from '@/lib/domain/members/list'
import { ROLES_OFFERED } from '@/lib/domain/members/people'
import { roleOf } from '@/lib/domain/roles/roles'
import { changeRole } from './actions'
import type { ChosenAct } from './chosen-people'
import { Ends, RoleEnd } from './role-end'
import { type RoleChoice, RoleSelect } from './role-select'

type RoleCellProps = {
  org: { slug: string; name: string }
  member: ListedMember
  roles: RoleChoice[]
  mayChange: boolean
  /** Why neither the role nor its end can be changed by whoever looks. */
  why: string | null
  whyNoEnd: string | null
  /** The address of the dialog in which this is done to this person. */
  dialog: (act: ChosenAct) => string
}

export function RoleCell({ org, member, roles, mayChange, why, whyNoEnd, dialog }: RoleCellProps) {
  const t = useTranslations('members')
  const names = useTranslations('orgs.roles')
  const { name } = member.user
  const role = roleOf(member)
  const shown = roleName(names, role.name)
  const following = role.afterwards ? roleName(names, role.afterwards.role.name) : undefined
  const ends = (
    <>
      {role.afterwards && <Ends at={role.afterwards.until} following={following} />}
      {member.roleEndsAt && <Ends at={member.roleEndsAt} />}
    </>
  )
  if (!mayChange)
    return (
      <div className="grid min-w-0 gap-0.5 max-sm:justify-items-end">
        {shown}
        {ends}
      </div>
    )
  return (
    <div className="grid min-w-0 gap-0.5 max-sm:justify-items-end">
      <div className="flex flex-wrap items-center gap-x-1 gap-y-2">
        {why ? (
          <Tooltip text={why}>
            {(describedBy) => (
              <Button variant="ghost" size="sm" aria-disabled aria-describedby={describedBy} className="-ml-2.5">
                {shown}
              </Button>
            )}
          </Tooltip>
        ) : roles.length > ROLES_OFFERED ? (
          <DialogLink
            href={dialog('role')}
            variant="secondary"
            size="sm"
            aria-label={t('changeRoleOf', { name, role: shown })}
            className="max-w-40 justify-between"
          >
            <span className="truncate">{shown}</span>
            <ChevronDown aria-hidden="true" className="text-muted-foreground" />
          </DialogLink>
        ) : (
          <Form action={changeRole.bind(null, org.slug)} success="toast" className="gap-2">
            <input type="hidden" name="membershipId" value={member.id} />
            <RoleSelect label={t('roleOf', { name })} current={role.value} roles={roles} save={t('save')} />
          </Form>
        )}
        <RoleEnd name={name} why={whyNoEnd} dialog={dialog('end')} />
      </div>
      {ends}
    </div>
  )
}
