/** How the account of an address was made … */
export const made = [
  'a password',
  'a password, address not proved yet',
  'the operator, who verified it',
  'a passkey',
  'Google',
  'a provider that checks addresses',
  'a provider that does not',
] as const

/** … and how somebody comes later, with the same address, in a browser that nobody knows. */
export const come = [
  'password',
  'passkey',
  'sign-up',
  'sign-up with a passkey',
  'link',
  'code',
  'reset',
  'Google',
  'a provider that checks addresses',
  'a provider that does not',
] as const

export type Made = (typeof made)[number]
export type Come = (typeof come)[number]

/**
 * What comes of it: `in` (signed in to that account), `set` (a new password, nobody is signed in), `mailed` (“Check your
 * mail”, where the owner reads that there is an account), `first` (“sign in first, then connect it”), `refused`; and which
 * ways in the account has then, beside its mailbox. In the order of `come`; docs/linking.md shows the same to people.
 */
export const matrix: Record<Made, string[]> = {
  'a password': [
    'in: password',
    'refused: password',
    'mailed: password',
    'mailed: password',
    'in: password',
    'in: password',
    'set: password',
    'first: password',
    'first: password',
    'mailed: password',
  ],
  'a password, address not proved yet': [
    'refused: nothing',
    'refused: nothing',
    'in: password',
    'in: passkey',
    'in: nothing',
    'in: nothing',
    'set: password',
    'in: Google',
    'in: provider',
    'in: provider',
  ],
  'the operator, who verified it': [
    'refused: nothing',
    'refused: nothing',
    'mailed: nothing',
    'mailed: nothing',
    'in: nothing',
    'in: nothing',
    'set: password',
    'first: nothing',
    'first: nothing',
    'mailed: nothing',
  ],
  'a passkey': [
    'refused: passkey',
    'in: passkey',
    'mailed: passkey',
    'mailed: passkey',
    'in: passkey',
    'in: passkey',
    'set: passkey, password',
    'first: passkey',
    'first: passkey',
    'mailed: passkey',
  ],
  Google: [
    'refused: Google',
    'refused: Google',
    'mailed: Google',
    'mailed: Google',
    'in: Google',
    'in: Google',
    'set: Google, password',
    'in: Google',
    'first: Google',
    'mailed: Google',
  ],
  'a provider that checks addresses': [
    'refused: provider',
    'refused: provider',
    'mailed: provider',
    'mailed: provider',
    'in: provider',
    'in: provider',
    'set: password, provider',
    'first: provider',
    'in: provider',
    'in: provider',
  ],
  'a provider that does not': [
    'refused: provider',
    'refused: provider',
    'mailed: provider',
    'mailed: provider',
    'in: provider',
    'in: provider',
    'set: password, provider',
    'first: provider',
    'in: provider',
    'in: provider',
  ],
}
