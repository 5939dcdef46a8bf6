import { deleteExpired } from '@/lib/auth/expired'
import { forgetHistory } from '@/lib/domain/audit/retention'
import { enqueueDueDomains } from '@/lib/domain/domains/check'
import { forgetJoinRequests } from '@/lib/domain/domains/join-requests'
import { purgeDeletedOrganizations } from '@/lib/domain/organizations/deleted'
import { enqueueEndingRoles } from '@/lib/domain/roles/ending-roles'
import { emptyMailbox } from '@/lib/email/transports/mailbox'
import { log } from '@/lib/log'

/** Every hour, and whenever the queue is drained from outside: what is over goes. Nothing depends on it having run. */
export async function sweep() {
  const swept = {
    ...(await deleteExpired()),
    organizations: await purgeDeletedOrganizations(),
    auditEvents: await forgetHistory(),
    domains: await enqueueDueDomains(),
    roleEnds: await enqueueEndingRoles(),
    joinRequests: await forgetJoinRequests(),
    mails: await emptyMailbox(),
  }
  if (Object.values(swept).some((count) => count > 0)) log.info(swept, 'swept')
}
