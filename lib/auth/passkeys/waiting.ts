import { z } from 'zod'
import type { IdentityDb } from '@/lib/db/scope'
import { providerName } from './aaguids'
import type { NewPasskey } from './registration'

// A passkey that was made at sign-up waits in the token of that try, as a password does, until the address is proved:
// nobody plants one on somebody else.

const schema = z.object({
  handle: z.uuid(),
  credentialId: z.string(),
  publicKey: z.string(),
  counter: z.number(),
  transports: z.array(z.string()),
  aaguid: z.guid(), // made by vendors, who do not all follow RFC 9562
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
})

export type WaitingPasskey = z.output<typeof schema>

export function toWaiting({ credentialId, publicKey, ...passkey }: NewPasskey, handle: string): WaitingPasskey {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  return { ...passkey, handle, credentialId: text(credentialId), publicKey: text(publicKey) }
}

export const readWaiting = (kept: unknown): WaitingPasskey | null => (kept ? schema.parse(kept) : null)

/** Brings it into force, with the handle that the authenticator was told: the account has no other passkey yet. */
export async function adoptWaiting(db: IdentityDb, userId: string, waiting: unknown): Promise<void> {
  const { handle, credentialId, publicKey, ...passkey } = schema.parse(waiting)
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
  await db.user.updateMany({ where: { id: userId }, data: { passkeyHandle: handle } })
  await db.passkey.createMany({
    data: [
      {
        ...passkey,
        userId,
        credentialId: bytes(credentialId),
        publicKey: bytes(publicKey),
        name: providerName(passkey.aaguid),
      },
    ],
    skipDuplicates: true,
  })
}

/** Whether a passkey, by its id in base64url, waits for an address to be proved. */
export async function isWaiting(db: Pick<IdentityDb, 'token'>, credentialId: string): Promise<boolean> {
  const token = await db.token.findFirst({
    where: {
      purpose: 'verify_email',
      usedAt: null,
      expiresAt: { gt: new Date() },
      passkey: { path: ['credentialId'], equals: credentialId },
    },
    select: { id: true },
  })
  return token !== null
}
