import { Lock } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { catalogue } from '@/lib/access/permissions'
import { COUNT_CAP } from '@/lib/domain/members/people'
import type { listRoles } from '@/lib/domain/roles/list'
import { groupsOf } from './groups'
import { ViewAs } from './view-as'

type Column = Awaited<ReturnType<typeof listRoles>>['roles'][number] & { viewable: boolean }
type MatrixProps = { slug: string; roles: Column[]; mayReadMembers: boolean }

/** It scrolls by itself in both directions, so that the roles' names and the permissions stay in sight, and the page does not. */
export function Matrix({ slug, roles, mayReadMembers }: MatrixProps) {
  const t = useTranslations('roles')
  const names = useTranslations('orgs.roles')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section tabIndex={0} aria-label={t('matrix')} className="matrix">
      <table>
        <caption className="sr-only">{t('matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('permission')}</th>
            {roles.map((role) => (
              <th key={role.value} scope="col">
                <Link href={`/o/${slug}/roles/${role.value}`} prefetch={false} className="matrix-role">
                  {role.builtInRole && <Lock aria-hidden="true" />}
                  {roleName(names, role.name)}
                </Link>
                <People slug={slug} role={role} linked={mayReadMembers} />
                {role.viewable && <ViewAs slug={slug} role={role} size="sm" />}
              </th>
            ))}
          </tr>
        </thead>
        {groupsOf(t).map(({ title, permissions }) => (
          <tbody key={title}>
            <tr>
              <th scope="rowgroup" colSpan={roles.length + 1}>
                <span>{title}</span>
              </th>
            </tr>
            {permissions.map((permission) => (
              <tr key={permission}>
                <th scope="row">{catalogue[permission].says}</th>
                {roles.map((role) => (
                  <td key={role.value} data-yes={role.permissions.has(permission) || undefined}>
                    {t(role.permissions.has(permission) ? 'yes' : 'no')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function People({ slug, role, linked }: { slug: string; role: Column; linked: boolean }) {
  const t = useTranslations('roles')
  const names = useTranslations('orgs.roles')
  const people = role.members > COUNT_CAP ? t('many', { cap: COUNT_CAP }) : t('people', { count: role.members })
  if (!linked || role.members === 0) return <span className="matrix-people">{people}</span>
  return (
    <Link
      href={`/o/${slug}/members?role=${role.value}`}
      prefetch={false}
      aria-label={t('peopleWith', { people, role: roleName(names, role.name) })}
      className="matrix-people"
    >
      {people}
    </Link>
  )
}
