// What scripts and tests use of it; the package brings no types.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  type Claims = Record<string, unknown>
  type Context = {
    oidc: {
      provider: Provider
      client: { clientId: string }
      session: { accountId: string }
      /** What an interaction answered, while it is resumed. */
      result?: { login?: object }
    }
  }

  export class Provider {
    constructor(issuer: string, configuration: object)
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
    Grant: new (about: {
      clientId: string
      accountId: string
    }) => { addOIDCScope(scope: string): void; save(): Promise<string> }
  }

  class Check {
    constructor(reason: string, description: string, check: (context: Context) => boolean)
    static readonly REQUEST_PROMPT: boolean
    static readonly NO_NEED_TO_PROMPT: boolean
  }

  export const interactionPolicy: {
    Check: typeof Check
    base(): { get(name: string): { checks: { add(check: Check): void } } }
  }

  export type { Claims, Context }
}
