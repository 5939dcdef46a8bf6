import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { Refused } from '@/components/refused'
import { PageHeader } from '@/components/ui/page-header'
import { readQuery } from '@/lib/access/input'
import { userQuery } from '@/lib/access/queries'
import { listActivity } from '@/lib/auth/account/activity'
import { listRememberedDevices, listSessions } from '@/lib/auth/sessions/sessions'
import { cursor } from '@/lib/domain/paging'
import { Activity } from './activity'
import { Remembered } from './remembered'
import { SessionList } from './session-list'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sessions')
  return { title: t('title') }
}

export default async function SessionsPage({ searchParams }: PageProps<'/account/sessions'>) {
  const { before } = readQuery(z.object({ before: cursor }), await searchParams)
  const seen = await userQuery((ctx) =>
    Promise.all([listSessions(ctx), listRememberedDevices(ctx), listActivity(ctx, before)]),
  )
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const [sessions, remembered, activity] = seen.data
  const t = await getTranslations('sessions')
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid grid-cols-1 gap-6">
        <SessionList sessions={sessions} />
        {remembered.length > 0 && <Remembered devices={remembered} />}
        <Activity {...activity} older={before !== undefined} />
      </div>
    </>
  )
}
