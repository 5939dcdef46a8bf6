'use server'

import { publicAction } from '@/lib/access/actions'
import * as passkey from '@/lib/auth/passkeys/sign-in'
import { signInSchema, signIn as signInWith } from '@/lib/auth/sign-in'

export const signIn = publicAction('signIn', signInSchema, signInWith)
export const signInWithPasskey = publicAction('passkey', passkey.signInWithPasskeySchema, passkey.signInWithPasskey)
