// What a log line must never carry, wherever it comes from: a field's name, an address, a header or an error's message.

const SECRET_FIELD =
  /pass(word|phrase)|secret|token|cookie|authorization|api-?_?key|sealed|recovery|totp|^otp$|signature|private-?_?key/i

const CENSORED = '[redacted]'

const SECRETS_IN_TEXT: [RegExp, string][] = [
  // ?token=…, &code=…, and the same inside a form body
  [/\b((?:token|code|password|secret|state|key|api_key)=(?:\\?["'])?)[^&\s"'<>#\\]+/gi, `$1${CENSORED}`],
  // an invitation's token is part of the path
  [/(\/invite\/)[\w-]{8,}/g, `$1${CENSORED}`],
  // postgresql://user:password@host
  [/(\b[a-z][a-z+]*:\/\/[^\s:/@"\\]*:)[^\s@/"\\]+(@)/gi, `$1${CENSORED}$2`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g, `$1 ${CENSORED}`],
  [/((?:__Host-|__Secure-)[\w.-]+=)[^;\s"\\]+/g, `$1${CENSORED}`],
  [/\bv1\.[0-9a-f]{12}\.[\w-]+/g, CENSORED],
  [/\bre_[\w]{8,}/g, CENSORED],
]

export function redactText(text: string) {
  return SECRETS_IN_TEXT.reduce((clean, [secret, censored]) => clean.replace(secret, censored), text)
}

/** A copy that is safe to log. Errors keep their message, stack, code and cause. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth > 6) return '[…]'
  if (value instanceof Date) return value
  if (value instanceof URL) return redactText(value.href)
  if (value instanceof Error) return redactError(value, depth)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  if (value instanceof Headers || value instanceof Map) return redactFields(Object.fromEntries(value), depth)
  return redactFields(value, depth)
}

function redactFields(fields: object, depth: number) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const secret = SECRET_FIELD.test(name) && value !== null && value !== undefined
      return [name, secret ? CENSORED : redact(value, depth + 1)]
    }),
  )
}

function redactError(error: Error, depth: number) {
  return {
    type: error.name,
    ...redactFields(error, depth),
    message: redactText(error.message),
    stack: error.stack && redactText(error.stack),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  }
}
