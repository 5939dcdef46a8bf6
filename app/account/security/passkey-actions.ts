'use server'
import { userAction } from '@/lib/access/actions'
import * as passkeys from '@/lib/auth/passkeys/manage'
import { declinePasskey as decline, declinePasskeySchema } from '@/lib/auth/passkeys/offer'

export const addPasskey = userAction(passkeys.addPasskeySchema, passkeys.addPasskey, { stepUp: true })
export const renamePasskey = userAction(passkeys.renamePasskeySchema, passkeys.renamePasskey)
export const removePasskey = userAction(passkeys.removePasskeySchema, passkeys.removePasskey, { stepUp: true })
export const declinePasskey = userAction(declinePasskeySchema, decline)
