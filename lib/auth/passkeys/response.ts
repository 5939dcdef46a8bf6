import { z } from 'zod'

// What a browser answers [WebAuthn L3 §5.1.8, §5.1.9]. It is a claim: only its shape and size are checked here.

const base64url = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[\w-]+$/)

const common = {
  id: base64url(1_400), // a credential id has at most 1023 bytes [WebAuthn L3 §6.5.1]
  rawId: base64url(1_400),
  type: z.literal('public-key'),
}

const creation = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(8_000),
    attestationObject: base64url(16_000),
    transports: z.array(z.string().max(32)).max(10).optional(),
  }),
})

const assertion = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(8_000),
    authenticatorData: base64url(8_000),
    signature: base64url(16_000),
    userHandle: base64url(100).nullish(),
  }),
})

const clientData = z.object({ challenge: base64url(200), crossOrigin: z.boolean().optional() })

export type Creation = z.output<typeof creation>
export type Assertion = z.output<typeof assertion>
export type Answered<Response> = { response: Response; challenge: Uint8Array<ArrayBuffer> }

/** Null for whatever no browser sends. An answer out of a frame of another site is none: nothing here is ever framed. */
function read<Schema extends typeof creation | typeof assertion>(schema: Schema, text: unknown) {
  try {
    const response = schema.parse(JSON.parse(z.string().max(60_000).parse(text)))
    const json = Buffer.from(response.response.clientDataJSON, 'base64url').toString()
    const { challenge, crossOrigin } = clientData.parse(JSON.parse(json))
    if (crossOrigin || response.id !== response.rawId) return null
    return { response, challenge: new Uint8Array(Buffer.from(challenge, 'base64url')) }
  } catch {
    return null
  }
}

export const readCreation = (text: unknown) => read(creation, text) as Answered<Creation> | null
export const readAssertion = (text: unknown) => read(assertion, text) as Answered<Assertion> | null
