import type { UserContext } from '@/lib/access/context'
import { enter, type IdentityDb } from '@/lib/db/scope'
import { isMethodOn } from '../methods'
import type { PasskeySignal } from './ceremony'
import { handleOf } from './handle'
import { relyingParty } from './relying-party'

/** What a password manager may know: which passkeys are left, and what this account is called [WebAuthn L3 §5.1.10]. */
export async function acceptedSignal(
  db: IdentityDb,
  { id, email, name }: { id: string; email: string; name: string },
): Promise<PasskeySignal> {
  const { passkeyHandle, passkeys } = await db.user.findFirstOrThrow({
    where: { id },
    select: { passkeyHandle: true, passkeys: { select: { credentialId: true } } },
  })
  const whose = { rpID: relyingParty().id, userID: handleOf(passkeyHandle) }
  return {
    accepted: {
      ...whose,
      allAcceptedCredentialIDs: passkeys.map(({ credentialId }) => Buffer.from(credentialId).toString('base64url')),
    },
    details: { ...whose, userName: email, userDisplayName: name },
  }
}

/** After the person is called otherwise, or has another address; nothing for who has no passkey. */
export async function renamedSignal(db: UserContext['db'], user: { id: string; email: string; name: string }) {
  if (!isMethodOn('passkey')) return undefined
  const signal = await acceptedSignal(await enter(db, { identity: true }), user)
  return signal.accepted?.allAcceptedCredentialIDs.length ? signal : undefined
}
