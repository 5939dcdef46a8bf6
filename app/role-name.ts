import type { useTranslations } from 'next-intl'
import { builtInRoles } from '@/lib/access/permissions'

/** A built-in role in the reader's language; a role of the organization's own by the name that it was given. */
export function roleName(t: ReturnType<typeof useTranslations<'orgs.roles'>>, role: string): string {
  const builtIn = builtInRoles.find((name) => name === role)
  return builtIn ? t(builtIn) : role
}
