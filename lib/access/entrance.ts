import type { Permission } from './permissions'

/** What a gate says of an entrance: the guard tests read it, and an entrance that says nothing fails them. */
export type Gate = { kind: 'org'; permission: Permission } | { kind: 'user' } | { kind: 'public'; limit: string }

const gate = Symbol.for('atrium.gate')

export function declareGate<Fn extends (...args: never[]) => unknown>(entrance: Fn, declared: Gate): Fn {
  return Object.defineProperty(entrance, gate, { value: declared })
}

export function gateOf(entrance: unknown): Gate | undefined {
  return entrance instanceof Function ? (entrance as { [gate]?: Gate })[gate] : undefined
}
