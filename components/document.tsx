import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import { cookies, headers } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import type { CSSProperties, ReactNode } from 'react'
import { brand } from '@/lib/brand'
import { readTheme, THEME_COOKIE } from '@/lib/theme'
import { Enhance } from './ui/enhance'
import { KitProvider } from './ui/kit'

const accent = { '--brand-light': brand.accent.light, '--brand-dark': brand.accent.dark } as CSSProperties

/** `<html>` and `<body>` for every page, the unknown URL's included. The theme is right in the first byte: no script, no flash. */
export async function Document({ children }: { children: ReactNode }) {
  const [jar, head, locale, t, e] = await Promise.all([
    cookies(),
    headers(),
    getLocale(),
    getTranslations('shell.kit'),
    getTranslations('errors.page'),
  ])
  const words = {
    cancel: t('cancel'),
    close: t('close'),
    confirmIdentity: t('confirmIdentity'),
    copied: t('copied'),
    copy: t('copy'),
    dismiss: t('dismiss'),
    errorAgain: e('errorAgain'),
    errorBody: e('errorBody'),
    errorId: e('errorId'),
    errorTitle: e('errorTitle'),
    hidePassword: t('hidePassword'),
    passkeyGivenUp: t('passkeyGivenUp'),
    passkeyKnown: t('passkeyKnown'),
    passkeyUnsupported: t('passkeyUnsupported'),
    problems: t('problems'),
    remove: t('remove'),
    showPassword: t('showPassword'),
    tagDuplicate: t('tagDuplicate'),
    tagInvalid: t('tagInvalid'),
    undo: t('undo'),
    unreachable: t('unreachable'),
  }
  return (
    <html
      lang={locale}
      data-theme={readTheme(jar.get(THEME_COOKIE)?.value)}
      className={`${GeistSans.variable} ${GeistMono.variable} font-sans`}
      style={accent}
    >
      <body>
        <KitProvider words={words} requestId={head.get('x-request-id') ?? undefined}>
          {children}
        </KitProvider>
        <Enhance />
      </body>
    </html>
  )
}
