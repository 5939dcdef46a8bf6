import type { Metadata } from 'next'
import { SignedInFrame } from '@/app/signed-in-frame'
import { Wordmark } from '@/components/mark'
import { orgFrame } from '@/lib/access/queries'
import { brand } from '@/lib/brand'
import { Notices } from './notices'

export async function generateMetadata({ params }: LayoutProps<'/o/[slug]'>): Promise<Metadata> {
  const { slug } = await params
  const frame = await orgFrame(slug)
  if (!frame) return {}
  const { name } = frame.org
  return { title: { default: `${name} · ${brand.name}`, template: `%s · ${name} · ${brand.name}` } }
}

/** Frame and navigation for members. For anybody else there is not a byte of the organization in it: the page refuses. */
export default async function OrgLayout({ params, children }: LayoutProps<'/o/[slug]'>) {
  const { slug } = await params
  const frame = await orgFrame(slug)
  if (!frame)
    return (
      <main id="content" className="auth-backdrop min-h-dvh px-4 py-8 text-center">
        <Wordmark />
        {children}
      </main>
    )
  const { org, may } = frame
  const can = {
    projects: may['project:read'],
    members: may['member:read'],
    roles: may['role:read'],
    audit: may['audit:read'],
    settings: may['organization:update'] ? 'settings' : may['policy:read'] && 'settings/policies',
  }
  return (
    <SignedInFrame visitor={frame} org={org} can={can}>
      <Notices {...frame} />
      {children}
    </SignedInFrame>
  )
}
