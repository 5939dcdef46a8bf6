import type { Policy } from '@/lib/access/policies'

/** What is kept of a policy: whether a rule is in force is found out when it is asked for. */
export type Rules = Omit<Policy, 'secondFactor' | 'methodsInForce'>

export const none: Rules = {
  secondFactorFrom: null,
  methods: [],
  methodsFrom: null,
  sessionIdle: null,
  sessionLifetime: null,
  networks: [],
  inviters: 'permitted',
  linkMakers: 'permitted',
}

export const shown = {
  secondFactorFrom: true,
  methods: true,
  methodsFrom: true,
  sessionIdle: true,
  sessionLifetime: true,
  networks: true,
  inviters: true,
  linkMakers: true,
} as const

/** Rules that somebody can fail by what they are, have, or where they come from. */
export const asksPeople: ReadonlySet<keyof Rules> = new Set(['secondFactorFrom', 'methods', 'networks'] as const)

/** Which rules differ. */
export function changed(before: Rules, after: Rules) {
  const rules = Object.keys(none) as (keyof Rules)[]
  return rules.filter((rule) => JSON.stringify(before[rule]) !== JSON.stringify(after[rule]))
}
