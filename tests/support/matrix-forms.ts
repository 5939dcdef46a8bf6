// Forms as pages send them, and what React makes of them on the wire.

type Fields = Record<string, string>
export type PageForm = { fields: Fields; names: string[]; actionId: string | undefined }

/** The forms of a page that post to an action, with the fields that a browser would send untouched. */
export function formsOf(html: string): PageForm[] {
  return [...html.matchAll(/<form\b[^>]*>(.*?)<\/form>/gs)].flatMap(([, inner = '']) => {
    const controls = [...inner.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)].map(([tag]) => attributesOf(tag))
    const named = controls.filter(({ name, type }) => name && type !== 'checkbox' && type !== 'radio')
    const fields = Object.fromEntries(named.map(({ name = '', value = '' }) => [name, value]))
    const reference = Object.keys(fields).find((name) => /^\$ACTION_(\d+:0|ID_)/.test(name))
    if (!reference) return []
    const actionId = reference.startsWith('$ACTION_ID_')
      ? reference.slice('$ACTION_ID_'.length)
      : JSON.parse(fields[reference] ?? '{}').id
    return [{ fields, names: Object.keys(fields), actionId }]
  })
}

function attributesOf(tag: string): Record<string, string | undefined> {
  return Object.fromEntries(
    [...tag.matchAll(/([\w:$-]+)="([^"]*)"/g)].map(([, name, value]) => [name, unescaped(value ?? '')]),
  )
}

function unescaped(text: string) {
  const entities: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', '#x27': "'", '#39': "'" }
  return text.replace(/&(\w+|#x?\w+);/g, (whole, name) => entities[name] ?? whole)
}

/** What a browser without JavaScript sends: `bound` is what the page bound before the form's state. */
export function plainPost(actionId: string, bound: readonly unknown[], fields: Fields): FormData {
  return filled({
    $ACTION_REF_1: '',
    '$ACTION_1:0': JSON.stringify({ id: actionId, bound: '$@1' }),
    '$ACTION_1:1': JSON.stringify([...bound, {}]),
    ...fields,
  })
}

/** What React sends for `action(…bound, state, form)`; the id travels in the header Next-Action. */
export function reactPost(bound: readonly unknown[], fields: Fields): FormData {
  const form = filled(Object.fromEntries(Object.entries(fields).map(([name, value]) => [`_1_${name}`, value])))
  form.append('0', JSON.stringify([...bound, {}, '$K1']))
  return form
}

export function filled(fields: Fields): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

/** What the action returned, out of React's answer: the row with its state. */
export function returned(
  text: string,
): { message?: string; fieldErrors?: Record<string, string[]>; ok?: boolean } | undefined {
  for (const line of text.split('\n')) {
    const json = /^[0-9a-f]+:(\{.*\})$/.exec(line)?.[1]
    if (!json || !/^\{"(message|ok|fieldErrors|values|results|reveal)"/.test(json)) continue
    return JSON.parse(json)
  }
  return undefined
}
