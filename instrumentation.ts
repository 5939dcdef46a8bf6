import type { Instrumentation } from 'next'

/** Once per server process, before the first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startServer } = await import('./lib/server')
  startServer()
}

/** What nobody caught: the person sees an error page with the same request id. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, { routePath, routeType }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { logFailure } = await import('./lib/server')
  logFailure(error, {
    requestId: String(request.headers['x-request-id'] ?? ''),
    method: request.method,
    routePath,
    routeType,
  })
}
