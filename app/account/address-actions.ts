'use server'
import { userAction } from '@/lib/access/actions'
import {
  addAddress as add,
  addAddressSchema,
  addressSchema,
  cancelAddress as cancel,
  confirmAddress as confirm,
  removeAddress as remove,
} from '@/lib/auth/email-addresses/email-addresses'
import { makePrimary as make } from '@/lib/auth/email-addresses/primary'
import { tokenSchema } from '@/lib/auth/tokens'

export const addAddress = userAction(addAddressSchema, add, { stepUp: true })
export const confirmAddress = userAction(tokenSchema, confirm)
export const makePrimary = userAction(addressSchema, make, { stepUp: true })
export const removeAddress = userAction(addressSchema, remove, { stepUp: true })
export const cancelAddress = userAction(addressSchema, cancel)
