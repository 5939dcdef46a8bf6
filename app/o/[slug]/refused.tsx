import { getFormatter, getTranslations } from 'next-intl/server'
import { Refused as Plain } from '@/components/refused'
import { orgQuery, type Refusal } from '@/lib/access/queries'
import { readWayToAccess } from '@/lib/domain/access-requests/access-requests'
import { AskForAccess } from './ask-for-access'

/** What a page in an organization shows instead of itself: what is missing, who can give it, and a way to ask them. */
export async function Refused({ back, ...refusal }: Refusal & { back?: string }) {
  const { missing } = refusal
  if (!missing) return <Plain {...refusal} back={back} />
  const { slug, permission } = missing
  const seen = await orgQuery(slug, 'organization:read', (ctx) => readWayToAccess(ctx, permission))
  if ('refusal' in seen) return <Plain {...refusal} back={back} />
  const { names, more, mayAsk, asked, isForOwners, isWithheld } = seen.data
  const [t, format] = await Promise.all([getTranslations('errors'), getFormatter()])
  const people = names.length > 0 ? format.list(names, { type: more ? 'unit' : 'disjunction' }) : null
  const why = isWithheld ? t('withheld') : isForOwners ? t('forOwners') : undefined
  return (
    <Plain {...refusal} back={back} people={people} more={more} why={why}>
      {mayAsk && <AskForAccess slug={slug} permission={permission} asked={asked} />}
    </Plain>
  )
}
