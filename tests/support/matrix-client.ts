import { request as send } from 'node:http'
import { newAddress } from './visitor'

// HTTP by hand. Neither a browser nor `fetch` lets a test say whatever an attacker may say: Origin, Host, a body without
// a length.

export type Answer = { status: number; headers: Record<string, string>; setCookies: string[]; text: string }
type Asked = {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer | FormData | Record<string, unknown>
  /** Sent in pieces, without Content-Length. */
  chunked?: boolean
}

/** A browser as far as a server can tell: cookies, an address, and the headers that come with a request from our own page. */
export class Client {
  readonly cookies = new Map<string, string>()
  constructor(
    readonly base: string = process.env.BASE_URL ?? '',
    readonly address = newAddress(),
  ) {}

  /** The same browser at another server that shares the database. */
  at(base: string) {
    const other = new Client(base, this.address)
    for (const [name, value] of this.cookies) other.cookies.set(name, value)
    return other
  }

  get(path: string, headers: Record<string, string> = {}) {
    return this.ask(path, { headers })
  }

  /** As React asks for a page. Next 16 answers such a request without `_rsc` with a redirect to the address that has it. */
  async payload(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.get(path, { rsc: '1', ...headers })
    const { location = '' } = answer.headers
    return /[?&]_rsc(=|&|$)/.test(location)
      ? this.get(location.replace(this.base, ''), { rsc: '1', ...headers })
      : answer
  }

  post(path: string, body: Asked['body'], headers: Record<string, string> = {}) {
    return this.ask(path, { method: 'POST', body, headers: { origin: this.base, ...headers } })
  }

  async ask(path: string, { method = 'GET', headers = {}, body, chunked = false }: Asked = {}): Promise<Answer> {
    const { type, bytes } = await encode(body)
    const { hostname, port } = new URL(this.base)
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const given = {
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
      'x-forwarded-for': this.address,
      ...(cookie && { cookie }),
      ...(type && { 'content-type': type }),
      ...(bytes && !chunked && { 'content-length': String(bytes.length) }),
      ...headers,
    }
    return new Promise((resolve, reject) => {
      const request = send({ hostname, port, path, method, headers: given, agent: false }, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () => {
          const setCookies = response.headers['set-cookie'] ?? []
          this.keep(setCookies)
          const plain = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')])
          const text = Buffer.concat(pieces).toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(plain), setCookies, text })
        })
      })
      // a server that has read enough may close before everything was sent; its answer counts
      request.on('error', (error) => setTimeout(() => reject(error), 500))
      if (bytes && chunked)
        for (let at = 0; at < bytes.length; at += 64_000) request.write(bytes.subarray(at, at + 64_000))
      else if (bytes) request.write(bytes)
      request.end()
    })
  }

  private keep(setCookies: string[]) {
    for (const line of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0\b|expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

async function encode(body: Asked['body']): Promise<{ type?: string; bytes?: Buffer }> {
  if (body === undefined) return {}
  if (typeof body === 'string' || Buffer.isBuffer(body)) return { bytes: Buffer.from(body) }
  if (body instanceof FormData) {
    const packed = new Response(body)
    return { type: packed.headers.get('content-type') ?? '', bytes: Buffer.from(await packed.arrayBuffer()) }
  }
  return { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
}
