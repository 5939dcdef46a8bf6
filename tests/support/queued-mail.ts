import { mailPurpose } from '@/lib/email/send'
import { open } from '@/lib/seal'
import { rows } from './database'

export type QueuedMail = { template: string; to: string; props: Record<string, string> & { request?: unknown } }

/** What waits in the queue for this address, oldest first; no worker runs here. Leaves out what will never be sent. */
export async function mailTo(email: string): Promise<QueuedMail[]> {
  const jobs = await rows<{ payload: { id: string; template: string; sealed: string } }>(
    'select payload from graphile_worker._private_jobs order by id',
  )
  return jobs
    .map(({ payload: { id, template, sealed } }) => ({
      template,
      ...(JSON.parse(open(sealed, mailPurpose(id, template))) as Omit<QueuedMail, 'template'>),
    }))
    .filter(({ to, props }) => to === email && !(props.expiresAt && new Date(props.expiresAt) <= new Date()))
}

/** The newest mail of that template, and the secret in its link. */
export async function newestMail(email: string, template: string) {
  const mail = (await mailTo(email)).findLast((one) => one.template === template)
  if (!mail) throw new Error(`No ${template} waits for ${email}.`)
  const token = mail.props.url ? (new URL(mail.props.url).searchParams.get('token') ?? '') : ''
  return { ...mail, token, code: mail.props.code ?? '' }
}
