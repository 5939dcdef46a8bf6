import { SearchX, UserRoundX } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SearchInput } from '@/components/search-input'
import { Alert } from '@/components/ui/alert'
import { ButtonLink } from '@/components/ui/button-link'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { findCandidatesSchema, readHandover } from '@/lib/domain/ownership/owners'
import { Refused } from '../../refused'
import { Candidates } from './candidates'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ownership'))('pageTitle') }
}

export default async function OwnershipPage({ params, searchParams }: PageProps<'/o/[slug]/settings/ownership'>) {
  const { slug } = await params
  const input = readQuery(findCandidatesSchema, await searchParams)
  const seen = await orgQuery(slug, 'organization:transfer', (ctx) => readHandover(ctx, input))
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}`} />

  const { candidates, more, offer } = seen.data
  const t = await getTranslations('ownership')
  const path = `/o/${slug}/settings/ownership`
  return (
    <>
      <PageHeader
        title={t('pageTitle')}
        description={t('pageWhy')}
        back={{ href: `/o/${slug}/settings#ownership`, label: t('back') }}
      />
      {offer ? (
        <Alert tone="warning" title={t('openAlready', { name: offer.to.user.name })}>
          {t('openAlreadyWhy')}
        </Alert>
      ) : (
        <div className="grid grid-cols-1 gap-4">
          <SearchInput action={path} label={t('search')} defaultValue={input.q} className="sm:w-80" />
          {candidates.length > 0 ? (
            <Candidates slug={slug} candidates={candidates} more={more} />
          ) : (
            <Card>
              <EmptyState
                icon={input.q ? <SearchX /> : <UserRoundX />}
                title={t(input.q ? 'noMatch' : 'none')}
                action={
                  input.q ? (
                    <ButtonLink href={path} variant="secondary" prefetch={false}>
                      {t('clear')}
                    </ButtonLink>
                  ) : undefined
                }
              >
                {t(input.q ? 'noMatchWhy' : 'noneWhy')}
              </EmptyState>
            </Card>
          )}
        </div>
      )}
    </>
  )
}
