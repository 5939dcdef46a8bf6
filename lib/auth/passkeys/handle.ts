/** What an authenticator calls the person: the 16 bytes of a uuid that says nothing about them [WebAuthn L3 §14.6.1]. */
export const handleBytes = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')

/** As it travels. */
export const handleOf = (uuid: string) => handleBytes(uuid).toString('base64url')
