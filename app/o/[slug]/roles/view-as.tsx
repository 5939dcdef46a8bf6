import { Eye } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/ui/submit-button'
import type { Role } from '@/lib/domain/roles/roles'
import { viewAs } from '../view-as-actions'

type ViewAsProps = { slug: string; role: Pick<Role, 'value' | 'name'>; size?: 'sm' }

/** From the next page on the organization looks as it does to this role. */
export function ViewAs({ slug, role, size }: ViewAsProps) {
  const t = useTranslations('roles')
  const names = useTranslations('orgs.roles')
  return (
    <Form action={viewAs.bind(null, slug)} success="silent" className="justify-items-center">
      <input type="hidden" name="role" value={role.value} />
      <SubmitButton
        variant={size ? 'ghost' : 'secondary'}
        size={size}
        aria-label={t('viewAsRole', { role: roleName(names, role.name) })}
      >
        <Eye aria-hidden="true" />
        {t('viewAs')}
      </SubmitButton>
    </Form>
  )
}
