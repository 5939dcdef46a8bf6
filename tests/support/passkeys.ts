import { Authenticator } from './authenticator'
import { row } from './database'

/** Gives somebody a passkey, straight into the table; the authenticator that answers for it comes back. */
export async function givePasskey(person: { id: string }, authenticator = new Authenticator(), name = 'Passkey') {
  const { passkeyHandle } = await row<{ passkeyHandle: string }>('select "passkeyHandle" from "User" where id = $1', [
    person.id,
  ])
  const { credentialId, publicKey, counter, synced, aaguid } = authenticator.madeFor(passkeyHandle)
  await row(
    `insert into "Passkey" ("userId", "credentialId", "publicKey", counter, transports, aaguid, name, "backupEligible", "backedUp")
     values ($1, $2, $3, $4, '{}', $5, $7, $6, $6) returning id`,
    [person.id, credentialId, publicKey, counter, aaguid, synced, name],
  )
  return authenticator
}
