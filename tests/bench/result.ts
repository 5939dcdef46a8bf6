/** One line of the table: what was measured, and what was allowed. */
export type Finding = { budget: string; measured: string; allowed: string; pass: boolean | 'skipped' }

/** A budget's lines, and everything they were computed from, for tests/bench/results. */
export type Measurement = { findings: Finding[]; raw: unknown }

export function atMost(budget: string, measured: number, allowed: number, unit = '×'): Finding {
  return { budget, measured: shown(measured, unit), allowed: `≤ ${shown(allowed, unit)}`, pass: measured <= allowed }
}

export function atLeast(budget: string, measured: number, allowed: number, unit = '×'): Finding {
  return { budget, measured: shown(measured, unit), allowed: `≥ ${shown(allowed, unit)}`, pass: measured >= allowed }
}

export function skipped(budget: string, why: string): Finding {
  return { budget, measured: why, allowed: '', pass: 'skipped' }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

function shown(value: number, unit: string) {
  const digits = unit === '×' ? 2 : Number.isInteger(value) ? 0 : 1
  return unit === '×' ? `${value.toFixed(digits)} ×` : `${value.toFixed(digits)} ${unit}`
}
