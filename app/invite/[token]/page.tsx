import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AuthCard } from '@/components/auth-card'
import { DrawnForProvider } from '@/components/drawn-for'
import { NothingHere } from '@/components/nothing-here'
import { findVisitor } from '@/lib/access/queries'
import { consume } from '@/lib/access/rate-limit'
import { findInvitation } from '@/lib/domain/invitations/opened'
import { viewOf } from '@/lib/domain/invitations/view'
import { AppError } from '@/lib/errors'
import { ipBucket, readRequest, setStatus } from '@/lib/request'
import { ClosedInvitation } from './closed-invitation'
import { OpenInvitation } from './open-invitation'

// The address holds the secret: it is not told to other sites, and the page loads nothing from them.
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('invitations.page')
  return { title: t('title'), referrer: 'same-origin', robots: { index: false, follow: false } }
}

/** Whoever holds the link may look, signed in or not. Looking changes nothing, so a mail scanner cannot burn it. */
export default async function InvitationPage({ params }: PageProps<'/invite/[token]'>) {
  const { token } = await params
  if (await isTooMuch()) return <TooMany />
  const [invitation, visitor] = await Promise.all([findInvitation(token), findVisitor()])
  if (!invitation) {
    setStatus(404)
    return <NothingHere />
  }
  const view = viewOf(invitation, visitor)
  const shown = { token, invitation, visitor }
  const page =
    view === 'signedOut' || view === 'open' ? (
      <OpenInvitation {...shown} />
    ) : (
      <ClosedInvitation {...shown} view={view} />
    )
  return visitor ? <DrawnForProvider userId={visitor.user.id}>{page}</DrawnForProvider> : page
}

async function isTooMuch() {
  const { ip } = await readRequest()
  return consume('invitationPage', ipBucket(ip)).then(
    () => false,
    (error) => {
      if (error instanceof AppError && error.code === 'TOO_MANY') return true
      throw error
    },
  )
}

async function TooMany() {
  const t = await getTranslations('invitations.page')
  setStatus(429)
  return (
    <AuthCard title={t('tooMany')}>
      <p className="text-center text-muted-foreground">{t('tooManyWhy')}</p>
    </AuthCard>
  )
}
