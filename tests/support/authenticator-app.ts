import { generateSync } from 'otplib'
import { rows } from './database'

/** A phone with an authenticator app in it. */
export class AuthenticatorApp {
  constructor(readonly secret: string) {}

  /** What it shows; `steps` of 30 seconds later or, when negative, earlier. */
  code(steps = 0) {
    return generateSync({ secret: this.secret, epoch: Math.floor(Date.now() / 1_000) + steps * 30 })
  }
}

/** As if the last code had been used half an hour ago: no code works twice, and no test waits for the next one. */
export function codesAreFresh({ id }: { id: string }) {
  return rows(`update "AuthenticatorApp" set "lastStep" = "lastStep" - 60 where "userId" = $1`, [id])
}
