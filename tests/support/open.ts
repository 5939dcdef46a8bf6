import { NextRequest } from 'next/server'

type Handler = (request: NextRequest, params: { params: Promise<{ slug: string }> }) => Promise<Response>

/** What a handler in an organization answers to a browser that opens this address. */
export function open(
  handler: Handler,
  slug: string,
  query = '',
  init: { headers?: HeadersInit; signal?: AbortSignal } = {},
) {
  return handler(new NextRequest(`http://localhost:3999/api/o/${slug}/audit-log${query}`, init), {
    params: Promise.resolve({ slug }),
  })
}
