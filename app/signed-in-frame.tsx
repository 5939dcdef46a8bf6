import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { signOut } from '@/app/(auth)/sign-out/actions'
import { acceptMyInvitation } from '@/app/invite/actions'
import { AppShell } from '@/components/app-shell'
import { DrawnForProvider } from '@/components/drawn-for'
import { SessionWatch } from '@/components/session-watch'
import { StepUpProvider } from '@/components/step-up'
import { colorOf } from '@/lib/accents'
import type { findVisitor } from '@/lib/access/queries'
import { isPasskeyOffered } from '@/lib/auth/passkeys/offer'
import { accountsHere } from './accounts'
import { PasskeyOffer } from './passkey-offer'
import { roleName } from './role-name'
import { stepUpFor } from './step-up'

type SignedInFrameProps = {
  /** What the gate says of who is here. */
  visitor: Pick<NonNullable<Awaited<ReturnType<typeof findVisitor>>>, 'user' | 'organizations' | 'invitations'>
  org?: Parameters<typeof AppShell>[0]['org']
  can?: Parameters<typeof AppShell>[0]['can']
  children: ReactNode
}

/** The shell, with the actions that live in other folders of app/. */
export async function SignedInFrame({ visitor, org, can, children }: SignedInFrameProps) {
  const [t, stepUp, accounts] = await Promise.all([
    getTranslations('orgs.roles'),
    stepUpFor(visitor.user),
    accountsHere(),
  ])
  const orgs = visitor.organizations.map(({ name, slug, role, accent, image }) => ({
    name,
    slug,
    color: colorOf(accent),
    image,
    role: roleName(t, role),
    manages: role === 'owner' || role === 'admin',
  }))
  return (
    <DrawnForProvider userId={visitor.user.id}>
      <AppShell
        org={org}
        orgs={orgs}
        invitations={visitor.invitations}
        user={visitor.user}
        can={can}
        signOutAction={signOut}
        accounts={accounts}
        acceptAction={acceptMyInvitation}
      >
        <StepUpProvider stepUp={stepUp}>
          {children}
          {(await isPasskeyOffered()) && <PasskeyOffer />}
        </StepUpProvider>
        <SessionWatch userId={visitor.user.id} />
      </AppShell>
    </DrawnForProvider>
  )
}
