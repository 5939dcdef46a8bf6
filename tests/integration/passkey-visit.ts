import { signInWithPasskey as signInAction } from '@/app/(auth)/sign-in/actions'
import { signUp } from '@/app/(auth)/sign-up/actions'
import { Authenticator, type CreationOptions, type RequestOptions } from '@/tests/support/authenticator'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'

// What somebody does with an authenticator, one step at a time.

const signUpFields = (email: string) => ({ name: 'Ada Lovelace', email, password: '', intent: 'passkey' })

export async function askToMakePasskey(email: string): Promise<CreationOptions> {
  const { ceremony } = await signUp({}, form(signUpFields(email)))
  if (!ceremony || !('creation' in ceremony)) throw new Error('No passkey was asked for.')
  return ceremony.creation
}

export const sendMadePasskey = (email: string, credential: string) =>
  outcome(() => signUp({}, form({ ...signUpFields(email), credential })))

export async function signUpWithPasskey(email: string, key = new Authenticator()) {
  return sendMadePasskey(email, key.create(await askToMakePasskey(email)))
}

export async function askForPasskey(): Promise<RequestOptions> {
  const { ceremony } = await signInAction({}, form())
  if (!ceremony || !('request' in ceremony)) throw new Error('No passkey was asked for.')
  return ceremony.request
}

export const sendPasskey = (credential: string, fields: Record<string, string> = {}) =>
  outcome(() => signInAction({}, form({ credential, ...fields })))

export const signInWithPasskey = async (key: Authenticator) => sendPasskey(key.get(await askForPasskey()))
