import ipaddr from 'ipaddr.js'
import type { CurrentSession } from '@/lib/auth/context'
import { isOffered } from '@/lib/auth/methods'
import type { Violated } from '@/lib/errors'

/** What an organization demands of a session beyond a membership. `…From` may lie ahead: then it is announced and not yet asked for. */
export type Policy = {
  secondFactor: boolean
  secondFactorFrom: Date | null
  /** As in lib/auth/methods.ts; none: all of them. */
  methods: string[]
  methodsInForce: boolean
  methodsFrom: Date | null
  /** Minutes. */
  sessionIdle: number | null
  sessionLifetime: number | null
  /** In CIDR notation; none: from anywhere. */
  networks: string[]
  /** Beside `member:invite`: whoever has it, or owners alone; for links perhaps nobody. */
  inviters: MayInvite
  linkMakers: MayInvite
}

export type MayInvite = 'permitted' | 'owners' | 'nobody'

/** What about this session an organization does not accept. All but `network` are mended by proving it again. */
export type Violation = Violated['kind']

type Judged = {
  session: Pick<CurrentSession, 'method' | 'secondFactorAt' | 'idle' | 'age'>
  ip: string
  isOwner: boolean
}

/** Asked at the gate of every page, action and handler, before the permission. */
export function violationOf(policy: Policy | null, { session, ip, isOwner }: Judged): Violation | null {
  if (!policy) return null
  const { networks, methods, methodsInForce, sessionLifetime, sessionIdle, secondFactor } = policy
  if (networks.length > 0 && !isWithin(networks, ip)) return 'network'
  if (methodsInForce && !isAmong(methods, session) && !(isOwner && areAllOff(methods))) return 'method'
  if (sessionLifetime && session.age > sessionLifetime * 60) return 'lifetime'
  if (sessionIdle && session.idle > sessionIdle * 60) return 'idle'
  if (secondFactor && !session.secondFactorAt) return 'secondFactor'
  return null
}

const isAmong = (methods: string[], { method }: Pick<CurrentSession, 'method'>) =>
  methods.length === 0 || methods.includes(kindOf(method))

/** Whoever runs this has switched off all that a policy asks for: then owners come in otherwise, to ask for something else. */
export const areAllOff = (methods: string[]) => methods.length > 0 && !methods.some(isOffered)

/** A session's method as the list of methods calls it. A code is the other half of a mailed link, and a sign-up ends with one. */
export function kindOf(method: string): string {
  if (method === 'code' || method === 'sign-up') return 'link'
  return method.replace(/^oauth:/, '')
}

/** Whether an address is in one of these networks. `ip` as `clientIp()` gives it: IPv4 inside IPv6 is IPv4. */
export function isWithin(networks: string[], ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false
  const address = ipaddr.process(ip)
  return networks.some((network) => {
    const [range, bits] = ipaddr.parseCIDR(network)
    return range.kind() === address.kind() && address.match(range, bits)
  })
}

/** The sentence for forms and handlers; pages say it at length. */
export const violationSentences: Record<Violation, string> = {
  network: 'This organization can only be used from its own networks.',
  method: 'This organization asks for another way to sign in.',
  lifetime: 'This organization asks you to sign in again.',
  idle: 'This organization asks you to sign in again after a while without use.',
  secondFactor: 'This organization asks for a second factor.',
}

/** Beside the permission to invite. Asked when a link is made, and of its maker whenever it is used. */
export function mayCreateLinks(
  policy: Pick<Policy, 'linkMakers'> | null,
  { builtInRole }: { builtInRole: string | null },
): boolean {
  if (policy?.linkMakers === 'nobody') return false
  return policy?.linkMakers !== 'owners' || builtInRole === 'owner'
}

/** A rule that will be asked for, and that this session would not meet; or, for owners, one that nobody can meet. */
export type Announcement = { kind: 'method' | 'secondFactor' | 'methodsOff'; from: Date; methods: string[] }

export function announcementFor(
  policy: Policy | null,
  { session, isOwner }: Pick<Judged, 'session' | 'isOwner'>,
): Announcement | null {
  if (!policy) return null
  const { secondFactor, secondFactorFrom, methods, methodsInForce, methodsFrom } = policy
  if (isOwner && areAllOff(methods)) return { kind: 'methodsOff', from: methodsFrom ?? new Date(), methods }
  if (secondFactorFrom && !secondFactor && !session.secondFactorAt)
    return { kind: 'secondFactor', from: secondFactorFrom, methods: [] }
  if (methodsFrom && !methodsInForce && !isAmong(methods, session))
    return { kind: 'method', from: methodsFrom, methods }
  return null
}
