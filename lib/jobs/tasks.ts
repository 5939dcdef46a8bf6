import type { JobHelpers, TaskList } from 'graphile-worker'
import type { ExportJob } from '@/lib/auth/account/export-writing'
import type { DomainCheck } from '@/lib/domain/domains/check'
import type { PolicyNotice } from '@/lib/domain/policies/notice'
import type { EndingRole } from '@/lib/domain/roles/ending-roles'
import type { MailJob } from '@/lib/email/send'
import { mailTransport } from '@/lib/env'
import { log } from '@/lib/log'
import { sweep } from './sweep'

/** Every task and what its job carries: ids and sealed values, nothing that a reader of the queue's tables could use. */
export type TaskPayloads = {
  deliver_mail: MailJob
  write_export: ExportJob
  check_domain: DomainCheck
  attend_role_end: EndingRole
  notice_policy: PolicyNotice
  sweep: Record<string, never>
}
export type TaskName = keyof TaskPayloads

type Task = (payload: unknown, helpers: JobHelpers) => Promise<void>

// Imported when the first job runs: rendering mail takes a second to load, and whoever only enqueues never needs it.
const tasks: Record<TaskName, Task> = {
  async deliver_mail(payload, { job }) {
    const { deliverMail } = await import('@/lib/email/deliver')
    await deliverMail(payload, job.id)
  },
  async write_export(payload) {
    const { writePiece } = await import('@/lib/auth/account/export-writing')
    await writePiece(payload)
  },
  async check_domain(payload) {
    const { checkDomain, domainCheck } = await import('@/lib/domain/domains/check')
    await checkDomain(domainCheck.parse(payload))
  },
  async attend_role_end(payload) {
    const { attendRoleEnd, endingRole } = await import('@/lib/domain/roles/ending-roles')
    await attendRoleEnd(endingRole.parse(payload))
  },
  async notice_policy(payload) {
    const { policyNotice, sendPolicyNotices } = await import('@/lib/domain/policies/notice')
    await sendPolicyNotices(policyNotice.parse(payload))
  },
  sweep,
}

/** The tasks that can be done here. Without a way to send, mail stays in the queue, untried, until there is one. */
export function runnableTasks(): TaskList {
  const { deliver_mail, ...others } = tasks
  if (mailTransport !== 'none') return tasks
  log.warn('mail waits in the queue: set RESEND_API_KEY or SMTP_URL to send it')
  return others
}
