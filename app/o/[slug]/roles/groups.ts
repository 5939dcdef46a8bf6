import type { useTranslations } from 'next-intl'
import { catalogue, needsOf, ownable, type Permission, type Permissions, permissions } from '@/lib/access/permissions'

type Words = ReturnType<typeof useTranslations<'roles'>>

/** The catalogue by what it is about, in its order. A resource that has no word yet is called as in the code. */
export function groupsOf(t: Words) {
  const resources = [...new Set(permissions.map((permission) => permission.split(':')[0] ?? ''))]
  return resources.map((resource) => {
    const key = `resources.${resource}` as Parameters<Words>[0]
    const title = t.has(key) ? t(key) : resource.charAt(0).toUpperCase() + resource.slice(1)
    return { title, permissions: permissions.filter((permission) => permission.startsWith(`${resource}:`)) }
  })
}

/** The same as boxes to tick, each with what it needs and, where it cannot be ticked by this person, why. */
export function boxesFor(actor: { permissions: Permissions }, t: Words) {
  const whyLocked = (permission: Permission) => {
    if (!ownable.includes(permission)) return t('one.ownersOnly')
    if (!actor.permissions.has(permission)) return t('one.locked')
    const lacking = needsOf(permission).find((needed) => !actor.permissions.has(needed))
    return lacking && t('one.lockedNeeds', { needed: catalogue[lacking].says })
  }
  return groupsOf(t).map(({ title, permissions }) => ({
    title,
    boxes: permissions.map((permission) => ({
      value: permission,
      says: catalogue[permission].says,
      needs: needsOf(permission) as string[],
      locked: whyLocked(permission),
    })),
  }))
}
