import type { OrgDb, UserDb } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { RELEASED_SLUG_HELD } from '@/lib/parameters'

/** What an organization is called in its address: /o/acme. */
export const slugPattern = /^(?=.{3,48}$)[a-z0-9][a-z0-9-]*[a-z0-9]$/

// Words that are places of ours, outside and inside an organization. Slugs live under /o/ and collide with none of them, but
// an organization called “sign-in” or “settings” is a trap for people. A guard test compares this with the folders of app/.
const places = [
  ...[
    'account',
    'accounts',
    'api',
    'dev',
    'forgot-password',
    'invite',
    'new',
    'reset-password',
    'sign-in',
    'sign-out',
    'sign-up',
  ],
  ...['undo-email-change', 'verify-email', 'audit-log', 'dashboard', 'members', 'only-looking', 'projects', 'roles'],
  'settings',
]
// Words that promise somebody else: the operator of this site.
const impostors = [
  'about',
  'admin',
  'billing',
  'contact',
  'docs',
  'help',
  'legal',
  'login',
  'logout',
  'mail',
  'pricing',
]
const moreImpostors = [
  'official',
  'owner',
  'privacy',
  'root',
  'security',
  'staff',
  'status',
  'support',
  'system',
  'www',
]

export const reservedSlugs: ReadonlySet<string> = new Set([...places, ...impostors, ...moreImpostors])

const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** “Café Zürich GmbH” → `cafe-zurich-gmbh`; empty when nothing of the name can be written so. */
export function suggestSlug(name: string): string {
  const plain = name.toLowerCase().replace(/[ßæœøłđðþı]/g, (letter) => letters[letter] ?? '')
  const slug = plain
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  if (!slug) return ''
  return slug.length < 3 || reservedSlugs.has(slug) ? `${slug}-org` : slug
}

type Asking = Pick<OrgDb | UserDb, '$queryRaw' | '$executeRaw'>

/** Whether another organization has it, had it, or gave it up lately. What the one in scope was called before is its own to take back. */
export async function isSlugTaken(db: Asking, slug: string): Promise<boolean> {
  const heldSince = new Date(Date.now() - RELEASED_SLUG_HELD)
  const [answer] = await db.$queryRaw<{ taken: boolean }[]>`
    select slug_is_taken(${slug}) and not exists (select from "FormerSlug" where slug = ${slug})
       and not exists (select from "ReleasedSlug" where slug = ${slug} and "releasedAt" > ${heldSince}) as taken`
  return answer?.taken ?? true
}

/** From here to the commit the slug is ours to take: whoever else wants it waits, and then finds it taken. */
export async function claimSlug(db: OrgDb, slug: string) {
  await db.$executeRaw`select pg_advisory_xact_lock(hashtextextended('slug:' || ${slug}, 0))`
  if (await isSlugTaken(db, slug)) {
    throw new AppError('CONFLICT', 'Please check what you entered.', { fieldErrors: { slug: [TAKEN] } })
  }
}

export const TAKEN = 'That address is taken.'

/** The first free slug for a name: `acme`, `acme-2` …, at last with something random. */
export async function findFreeSlug(db: Asking, name: string): Promise<string> {
  const base = suggestSlug(name) || 'org'
  const random = crypto.randomUUID().slice(0, 6)
  const numbered = ['2', '3', '4', '5', '6', '7', '8', '9', random].map((ending) => `${base}-${ending}`)
  const candidates =
    slugPattern.test(base) && !reservedSlugs.has(base) && base !== 'org' ? [base, ...numbered] : numbered
  const [free] = await db.$queryRaw<{ slug: string }[]>`
    select slug from unnest(${candidates}::text[]) with ordinality as wish (slug, place)
     where not slug_is_taken(slug) order by place limit 1`
  return free?.slug ?? `${base}-${random}`
}
