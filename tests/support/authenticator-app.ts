import { generateSync } from 'otplib'
import { row, rows } from './database'

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

/** A secret that opens for nobody: no scene types a code. */
export async function giveApp({ id }: { id: string }, codesLeft = 10) {
  await rows(
    `insert into "AuthenticatorApp" ("userId", secret, "confirmedAt") values ($1, 'v1.scene', now() - interval '40 days')
     on conflict do nothing`,
    [id],
  )
  await rows('delete from "RecoveryCode" where "userId" = $1', [id])
  for (let code = 0; code < codesLeft; code++)
    await row(
      'insert into "RecoveryCode" ("userId", digest) values ($1, gen_random_uuid()::text::bytea) returning id',
      [id],
    )
}
