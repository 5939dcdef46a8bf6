import type { IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import type { SecondFactorChange } from '@/lib/email/templates/second-factor-changed'
import type { RequestInfo } from '@/lib/request'
import { mailRequest } from '../sessions/device-name'

type Told = { change: SecondFactorChange; left?: number; request: RequestInfo }

export function mailSecondFactorChange(
  db: IdentityDb,
  { email, name }: { email: string; name: string },
  { request, ...told }: Told,
) {
  const props = { ...told, name, request: mailRequest(request), at: new Date() }
  return sendMail(db, { template: 'second-factor-changed', to: email, props })
}
