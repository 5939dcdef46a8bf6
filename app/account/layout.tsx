import { SignedInFrame } from '@/app/signed-in-frame'
import { findVisitor } from '@/lib/access/queries'

/** The page sends whoever is not signed in to sign in. */
export default async function AccountLayout({ children }: LayoutProps<'/account'>) {
  const visitor = await findVisitor()
  if (!visitor) return children
  return <SignedInFrame visitor={visitor}>{children}</SignedInFrame>
}
