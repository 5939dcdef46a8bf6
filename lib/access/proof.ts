import { requireStepUp } from '@/lib/auth/step-up/step-up'
import { enter } from '@/lib/db/scope'
import type { OrgAct } from './context'

/** For an act of which only some input is sensitive: throws STEP_UP unless this person has just proved that it is them. */
export async function requireProof({ db, org, actor, session }: OrgAct): Promise<void> {
  await requireStepUp(await enter(db, { identity: true }), { user: { id: actor.userId }, session })
  await enter(db, { organizationId: org.id })
}
