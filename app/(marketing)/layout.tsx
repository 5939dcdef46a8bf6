import { cookies } from 'next/headers'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Wordmark } from '@/components/mark'
import { ButtonLink } from '@/components/ui/button-link'
import { sessionCookie } from '@/lib/auth/cookie-names'
import { looksSignedIn } from '@/lib/auth/guard'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'

export default async function MarketingLayout({ children }: { children: ReactNode }) {
  const [t, jar] = await Promise.all([getTranslations('marketing'), cookies()])
  const signedIn = await looksSignedIn(jar.get(sessionCookie())?.value)
  const mayCreate = env.SIGN_UP_MODE === 'open'
  return (
    <div className="marketing">
      <a href="#content" className="skip-link">
        {t('skip')}
      </a>
      <header className="mx-auto flex h-16 max-w-6xl items-center justify-between px-5 sm:px-8">
        <Link href="/" aria-label={brand.name} prefetch={false}>
          <Wordmark />
        </Link>
        <nav aria-label={t('header')} className="flex items-center gap-1 sm:gap-2">
          {signedIn ? (
            <ButtonLink href="/sign-in" size="sm" prefetch={false}>
              {t('openApp')}
            </ButtonLink>
          ) : (
            <>
              <ButtonLink href="/sign-in" variant={mayCreate ? 'ghost' : 'primary'} size="sm" prefetch={false}>
                {t('signIn')}
              </ButtonLink>
              {mayCreate && (
                <ButtonLink href="/sign-up" size="sm" prefetch={false}>
                  {t('signUp')}
                </ButtonLink>
              )}
            </>
          )}
        </nav>
      </header>
      {children}
      <footer className="border-t">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-4 px-5 py-8 text-[0.8125rem] text-muted-foreground sm:px-8">
          <Wordmark className="text-foreground" />
          <p>{t('licence')}</p>
        </div>
      </footer>
    </div>
  )
}
