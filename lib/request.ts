import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import ipaddr from 'ipaddr.js'
import { headers } from 'next/headers'
import { env } from '@/lib/env'

type Exchange = { request: IncomingMessage; response: ServerResponse }

// instrumentation and pages are separate bundles: they share through the process
const key = Symbol.for('atrium.exchange')
type Shared = { [key]?: AsyncLocalStorage<Exchange> }

const exchange = () => (globalThis as Shared)[key]?.getStore()

/** Once per process, from instrumentation.ts: from here on a page knows the Node request that it answers. */
export function trackRequests() {
  if ((globalThis as Shared)[key]) return
  const current = new AsyncLocalStorage<Exchange>()
  ;(globalThis as Shared)[key] = current
  subscribe('http.server.request.start', (message) => current.enterWith(message as Exchange))
}

/**
 * The status of a page that *returns* its refusal: `notFound()` and `forbidden()` documents are empty until JavaScript runs
 * and cannot name what was missing. Holds while nothing was sent, so no loading.tsx and no Suspense above the gate.
 * Where there is no Node server beneath, the page keeps 200 and still refuses.
 */
export function setStatus(code: 403 | 404 | 413 | 429 | 503) {
  const response = exchange()?.response
  if (response && !response.headersSent) response.statusCode = code
}

/** A header that depends on the query, which the rules of next.config.ts cannot tell apart when it has no value. */
export function setAnswerHeader(name: string, value: string) {
  const response = exchange()?.response
  if (response && !response.headersSent) response.setHeader(name, value)
}

/** The path and query that the browser asked for, without what Next's router adds to it. */
export function requestedPath(fallback: string): string {
  const url = exchange()?.request.url
  if (!url?.startsWith('/')) return fallback
  const { pathname, searchParams } = new URL(url, 'http://path.invalid')
  searchParams.delete('_rsc')
  const query = searchParams.toString()
  return query ? `${pathname}?${query}` : pathname
}

export type RequestInfo = { id: string; ip: string; userAgent: string | null }

/** Who is knocking: for limits, audit rows, logs and mails. */
export async function readRequest(): Promise<RequestInfo> {
  const given = await headers()
  const id = given.get('x-request-id') ?? ''
  return {
    id: /^[\w-]{8,64}$/.test(id) ? id : randomUUID(), // without middleware it is whatever the client sent
    ip: clientIp(given.get('x-forwarded-for'), exchange()?.request.socket.remoteAddress, env.TRUSTED_PROXY_HOPS),
    userAgent: given.get('user-agent')?.slice(0, 400) ?? null,
  }
}

/** The rightmost address that no proxy of ours has added; without proxies the socket's. What a client writes itself is never believed. */
export function clientIp(forwardedFor: string | null, socketAddress: string | undefined, hops: number): string {
  const forwarded = hops > 0 ? withoutPort(forwardedFor?.split(',').at(-hops)?.trim()) : undefined
  const address = [forwarded, socketAddress].find((candidate) => candidate && ipaddr.isValid(candidate))
  return address ? ipaddr.process(address).toString() : 'unknown'
}

/** Some proxies write the port as well; not understood, all of their people would be one caller. */
function withoutPort(address: string | undefined) {
  const [, v6, v4] = address?.match(/^(?:\[([\da-f:.]+)\](?::\d+)?|([\d.]+):\d+)$/i) ?? []
  return v6 ?? v4 ?? address
}

/** What is counted as one caller: an IPv4 address, or an IPv6 /64, which one customer has to themself. */
export function ipBucket(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip
  const address = ipaddr.process(ip)
  return address.kind() === 'ipv6'
    ? `${address.toNormalizedString().split(':').slice(0, 4).join(':')}::/64`
    : address.toString()
}
