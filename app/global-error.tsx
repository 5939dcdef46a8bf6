'use client'
import { GeistSans } from 'geist/font/sans'
import { digestOf, ErrorPage } from '@/components/error-page'
import { DEFAULT_LOCALE } from '@/lib/i18n/locales'
import errors from '@/lib/i18n/messages/en/errors.json'
import './globals.css'

/** The root layout itself failed: nothing of it is here, so the words come straight from the file. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang={DEFAULT_LOCALE} className={`${GeistSans.variable} font-sans`}>
      <body>
        <title>{errors.page.errorTitle}</title>
        <ErrorPage words={errors.page} ids={[digestOf(error)]} retry={retry} />
      </body>
    </html>
  )
}
