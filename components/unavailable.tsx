import { CloudOff } from 'lucide-react'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { buttonVariants } from './ui/button-variants'
import { EmptyState } from './ui/empty-state'

/** What a page shows while the database cannot be reached. A plain link: the same page, asked again, without any script. */
export async function Unavailable() {
  const [t, head] = await Promise.all([getTranslations('errors'), headers()])
  const id = head.get('x-request-id')
  return (
    <div role="alert" className="grid min-h-[60dvh] place-items-center">
      <div>
        <EmptyState
          heading="h1"
          icon={<CloudOff />}
          title={t('unavailable')}
          action={
            // biome-ignore lint/a11y/useValidAnchor: an empty reference is this page with its whole query
            <a href="" className={buttonVariants({ variant: 'secondary' })}>
              {t('tryAgain')}
            </a>
          }
        >
          {t('unavailableWhy')}
        </EmptyState>
        {id && (
          <p className="-mt-8 text-center text-xs text-muted-foreground">
            {t('requestId')} <code className="font-mono select-all">{id}</code>
          </p>
        )}
      </div>
    </div>
  )
}
