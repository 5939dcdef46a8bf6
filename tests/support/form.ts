type Field = string | Blob | readonly string[] | undefined

/** What a browser sends for these fields; a list becomes a repeated field, `undefined` is left out. */
export function form(fields: Record<string, Field> = {}) {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) {
      if (one !== undefined) data.append(name, one)
    }
  }
  return data
}
