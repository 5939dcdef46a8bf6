import { getTranslations } from 'next-intl/server'
import { Wordmark } from './mark'
import { buttonVariants } from './ui/button-variants'

/** The page for an address that leads nowhere. A plain link: Next sends this file along with every page. */
export async function NothingHere() {
  const t = await getTranslations('errors')
  return (
    <main id="content" className="auth-backdrop grid min-h-dvh place-items-center px-6 py-16 text-center">
      <div>
        <Wordmark />
        <p className="mt-10 font-mono text-sm text-muted-foreground">404</p>
        <h1 className="mt-2 text-2xl font-semibold tracking-tight">{t('nothingHere')}</h1>
        <p className="mx-auto mt-2 max-w-sm text-balance text-muted-foreground">{t('nothingHereWhy')}</p>
        <a href="/" className={buttonVariants({ variant: 'secondary', className: 'mt-6' })}>
          {t('backHome')}
        </a>
      </div>
    </main>
  )
}
