import { describe, expect, test, vi } from 'vitest'
import { open, seal, sealer } from '@/lib/seal'

const secret = 'the-secret-of-today-which-is-long-enough'
const older = 'the-secret-of-last-year-which-is-long-too'

describe('a sealed value', () => {
  test('opens for its purpose and shows nothing of what is in it', () => {
    const sealed = seal('a token é 🙂', 'mail:1')
    expect(sealed).toMatch(/^v1\.[0-9a-f]{12}\.[\w-]+$/)
    expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('token')
    expect(open(sealed, 'mail:1')).toBe('a token é 🙂')
  })

  test('differs every time, so that equal secrets do not look equal', () => {
    expect(seal('same', 'p')).not.toBe(seal('same', 'p'))
  })

  test('opens for no other purpose: moved to another row it is worthless', () => {
    expect(() => open(seal('a token', 'mail:1'), 'mail:2')).toThrow()
  })

  test('does not open when any byte was altered', () => {
    const sealed = seal('a token', 'p')
    const [version, id, body = ''] = sealed.split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(() => open(`${version}.${id}.${altered.toString('base64url')}`, 'p')).toThrow()
    }
  })

  test.each(['', 'v1', 'v2.abc.def', 'v1.abc', 'plain text', 'v1.000000000000.AAAA', 'v1.a.b.c'])(
    'is not %j',
    (value) => {
      expect(() => open(value, 'p')).toThrow()
    },
  )

  test('is refused when it is cut off, even to nothing but its nonce', () => {
    const [version, id, body = ''] = seal('a token', 'p').split('.')
    expect(() => open(`${version}.${id}.${body.slice(0, 16)}`, 'p')).toThrow('cut off')
  })
})

describe('a secret that was replaced', () => {
  test('still opens what it sealed, while it is kept as a previous one', () => {
    const sealed = sealer([older]).seal('a token', 'p')
    expect(sealer([secret, older]).open(sealed, 'p')).toBe('a token')
    expect(() => sealer([secret]).open(sealed, 'p')).toThrow('a secret that is not here any more')
  })

  test('is kept as AUTH_SECRET_PREVIOUS', async () => {
    const sealed = sealer([older]).seal('a token', 'p')
    expect(() => open(sealed, 'p')).toThrow('a secret that is not here any more')
    vi.stubEnv('AUTH_SECRET_PREVIOUS', older)
    vi.resetModules()
    const later = await import('@/lib/seal')
    expect(later.open(sealed, 'p')).toBe('a token')
    expect(open(later.seal('another', 'p'), 'p')).toBe('another')
    vi.unstubAllEnvs()
  })

  test('seals nothing new', () => {
    const sealed = sealer([secret, older]).seal('a token', 'p')
    expect(sealer([secret]).open(sealed, 'p')).toBe('a token')
  })
})
