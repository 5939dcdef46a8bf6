import type { ShellAccounts } from '@/components/user-menu'
import { listParked } from '@/lib/auth/sessions/parked'
import { addAccount, continueAs, signOutOfAll } from './(auth)/accounts/actions'

/** For the menu of whoever is signed in. */
export async function accountsHere(): Promise<ShellAccounts> {
  return { others: await listParked(), continueAs, add: addAccount, signOutOfAll }
}
