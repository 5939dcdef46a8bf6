/** A sheet takes a cell that starts like this for a formula and runs it [OWASP CSV Injection]. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** [RFC 4180 §2] */
export function csvCell(value: string | null | undefined): string {
  const text = value ?? ''
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: (string | null | undefined)[]) => `${cells.map(csvCell).join(',')}\r\n`

/** With a byte order mark, as Excel reads UTF-8 as something else without one. */
export const csvHead = (names: string[]) => `\ufeff${csvLine(names)}`

export const CSV_TYPE = 'text/csv; charset=utf-8; header=present'
