'use server'

import { z } from 'zod'
import { publicAction } from '@/lib/access/actions'
import { signOut as endSessionHere } from '@/lib/auth/sessions/sign-out'

export const signOut = publicAction('signOut', z.object({}), endSessionHere)
