'use server'
import { z } from 'zod'
import { publicAction, userAction } from '@/lib/access/actions'
import {
  addAccount as add,
  continueAsSchema,
  continueAs as goOn,
  signOutOfAll as signOutEverybody,
} from '@/lib/auth/sessions/several-accounts'

export const addAccount = userAction(z.object({}), add)
export const continueAs = publicAction('switchAccount', continueAsSchema, goOn)
export const signOutOfAll = publicAction('signOut', z.object({}), signOutEverybody)
