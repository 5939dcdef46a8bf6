'use server'

import { publicAction } from '@/lib/access/actions'
import { beginSocialSignIn, beginSocialSignInSchema } from '@/lib/auth/oauth/social-sign-in'

export const continueWithProvider = publicAction('oauth', beginSocialSignInSchema, beginSocialSignIn)
