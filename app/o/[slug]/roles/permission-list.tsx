import { Check, Minus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { CardBody } from '@/components/ui/card'
import { catalogue, type Permissions } from '@/lib/access/permissions'
import { groupsOf } from './groups'

/** What a role may do, for who only looks. */
export function PermissionList({ held }: { held: Permissions }) {
  const t = useTranslations('roles')
  return (
    <CardBody className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
      {groupsOf(t).map(({ title, permissions }) => (
        <section key={title} className="grid content-start gap-2">
          <h3 className="text-[0.8125rem] font-medium text-muted-foreground">{title}</h3>
          <ul className="grid gap-1.5">
            {permissions.map((permission) => {
              const has = held.has(permission)
              return (
                <li key={permission} className={has ? 'flex gap-2' : 'flex gap-2 text-muted-foreground'}>
                  {has ? (
                    <Check role="img" aria-label={t('yes')} className="mt-0.5 size-4 shrink-0 text-success" />
                  ) : (
                    <Minus role="img" aria-label={t('no')} className="mt-0.5 size-4 shrink-0" />
                  )}
                  {catalogue[permission].says}
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </CardBody>
  )
}
