// What should happen, by somebody who has read the product's description and none of its code. It has a book of who holds
// what; every step says whether it may be done, and if so what the book says afterwards. It imports nothing of ours.

export type Ref = string
export type BuiltIn = 'owner' | 'admin' | 'member' | 'viewer'
export const builtIns: BuiltIn[] = ['owner', 'admin', 'member', 'viewer']

const viewer = ['organization:read', 'member:read', 'project:read']
const member = [...viewer, 'project:create', 'project:update']
const admin = [
  ...[...member, 'project:delete', 'organization:update', 'audit:read'],
  ...['member:invite', 'member:update', 'member:remove'],
  ...['role:read', 'role:create', 'role:update', 'role:delete'],
  ...['policy:read', 'policy:update', 'domain:read', 'domain:update'],
]
const owner = [...admin, 'organization:delete', 'organization:transfer']
const table: Record<BuiltIn, string[]> = { owner, admin, member, viewer }

/** What roles of the organization's own are made of here. Not all, so that none of them ever has as much as an admin. */
export const ingredients = [
  ...['organization:read', 'member:read', 'project:read', 'role:read'],
  ...['project:create', 'project:update', 'member:invite', 'member:update', 'member:remove'],
  ...['role:create', 'role:update', 'role:delete', 'audit:read'],
]

/** To do something to a thing one has to see it, and to see anything, the organization. */
export function complete(permissions: string[]) {
  const all = permissions.flatMap((one) => ['organization:read', `${one.split(':')[0]}:read`, one])
  return [...new Set(permissions.length > 0 ? all : [])].sort()
}

export type Offer = { to: string; role: Ref; by: string; state: 'open' | 'accepted' | 'revoked' }
export type Book = {
  /** By key: what it is called and holds. */
  roles: Map<string, { name: string; permissions: string[] }>
  members: Map<string, Ref>
  offers: Offer[]
}

export type Step =
  | { do: 'create'; by: string; key: string; name: string; permissions: string[] }
  | { do: 'edit'; by: string; role: Ref; name: string; permissions: string[] }
  | { do: 'delete'; by: string; role: Ref; moveTo: Ref }
  | { do: 'assign'; by: string; who: string; role: Ref }
  | { do: 'remove'; by: string; who: string }
  | { do: 'invite'; by: string; who: string; role: Ref }
  | { do: 'resend' | 'revoke'; by: string; who: string }
  | { do: 'accept'; by: string }

export function holds(book: Book, role: Ref | undefined): string[] {
  if (role === undefined) return []
  return table[role as BuiltIn] ?? book.roles.get(role)?.permissions ?? []
}

const exists = (book: Book, role: Ref) => role in table || book.roles.has(role)
const has = (book: Book, who: string, permission: string) => holds(book, book.members.get(who)).includes(permission)
const hasAll = (book: Book, who: string, permissions: string[]) => permissions.every((one) => has(book, who, one))
const mayGive = (book: Book, who: string, role: Ref) =>
  role === 'owner' ? book.members.get(who) === 'owner' : hasAll(book, who, holds(book, role))
const isFree = (book: Book, name: string, except?: Ref) =>
  ![...book.roles].some(([key, role]) => key !== except && role.name.toLowerCase() === name.toLowerCase())
const isLastOwner = (book: Book, who: string) =>
  book.members.get(who) === 'owner' && [...book.members.values()].filter((role) => role === 'owner').length === 1
export const openOffer = (book: Book, who: string) =>
  book.offers.find((offer) => offer.to === who && offer.state === 'open')

/** Whether it may be done. If so, it is done in the book. */
export function perform(book: Book, step: Step): boolean {
  switch (step.do) {
    case 'create': {
      const wanted = complete(step.permissions)
      if (!has(book, step.by, 'role:create') || !hasAll(book, step.by, wanted) || !isFree(book, step.name)) return false
      if (wanted.length === 0 || wanted.length > step.permissions.length) return false
      book.roles.set(step.key, { name: step.name, permissions: wanted })
      return true
    }
    case 'edit': {
      const role = book.roles.get(step.role)
      const wanted = complete(step.permissions)
      if (!role || !has(book, step.by, 'role:update') || wanted.length === 0) return false
      if (!hasAll(book, step.by, role.permissions) || !hasAll(book, step.by, wanted)) return false
      if (!isFree(book, step.name, step.role)) return false
      book.roles.set(step.role, { name: step.name, permissions: wanted })
      return true
    }
    case 'delete': {
      const role = book.roles.get(step.role)
      if (!role || !has(book, step.by, 'role:delete') || !hasAll(book, step.by, role.permissions)) return false
      const holders = [...book.members].filter(([, held]) => held === step.role)
      const offered = book.offers.filter((offer) => offer.state === 'open' && offer.role === step.role)
      if (holders.length + offered.length > 0) {
        if (step.moveTo === step.role || step.moveTo === 'owner' || !exists(book, step.moveTo)) return false
        if (!mayGive(book, step.by, step.moveTo)) return false
        for (const [who] of holders) book.members.set(who, step.moveTo)
        for (const offer of offered) offer.role = step.moveTo
      }
      book.roles.delete(step.role)
      return true
    }
    case 'assign': {
      const before = book.members.get(step.who)
      if (!before || !has(book, step.by, 'member:update') || !exists(book, step.role)) return false
      if (!mayGive(book, step.by, before) || !mayGive(book, step.by, step.role)) return false
      if (step.role !== 'owner' && isLastOwner(book, step.who)) return false
      book.members.set(step.who, step.role)
      return true
    }
    case 'remove': {
      const before = book.members.get(step.who)
      if (!before || step.who === step.by || !has(book, step.by, 'member:remove')) return false
      if (!mayGive(book, step.by, before) || isLastOwner(book, step.who)) return false
      book.members.delete(step.who)
      for (const offer of book.offers) if (offer.to === step.who && offer.state === 'open') offer.state = 'revoked'
      return true
    }
    case 'invite': {
      if (!has(book, step.by, 'member:invite') || !exists(book, step.role) || !mayGive(book, step.by, step.role))
        return false
      const known = openOffer(book, step.who)
      if (book.members.has(step.who) || (known && !mayGive(book, step.by, known.role))) return false
      if (known) Object.assign(known, { role: step.role, by: step.by })
      else book.offers.push({ to: step.who, role: step.role, by: step.by, state: 'open' })
      return true
    }
    case 'resend':
    case 'revoke': {
      const offer = openOffer(book, step.who)
      if (!offer || !has(book, step.by, 'member:invite') || !mayGive(book, step.by, offer.role)) return false
      if (step.do === 'revoke') offer.state = 'revoked'
      else offer.by = step.by
      return true
    }
    case 'accept': {
      const offer = openOffer(book, step.by)
      if (!offer || !has(book, offer.by, 'member:invite') || !mayGive(book, offer.by, offer.role)) return false
      offer.state = 'accepted'
      if (!book.members.has(step.by)) book.members.set(step.by, offer.role)
      return true
    }
  }
}
