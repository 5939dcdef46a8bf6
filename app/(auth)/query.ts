/** A query's value when it came once; a repeated one says nothing. */
export function oneOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** `path` with `next`, which is already known to be one of our own paths. */
export function withNext(path: string, next: string | null | undefined): string {
  return next ? `${path}?next=${encodeURIComponent(next)}` : path
}
