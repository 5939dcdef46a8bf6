import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { ProviderMark } from '@/components/provider-mark'
import { cn } from '@/components/ui/cn'
import { SubmitButton } from '@/components/ui/submit-button'
import { readLastMethod } from '@/lib/auth/last-method'
import { listProviders } from '@/lib/auth/oauth/providers'
import { LastUsedBadge } from './last-used-badge'
import { continueWithProvider } from './social-actions'

/** One form for each configured provider, the last used first; nothing when there is none. Works without JavaScript. */
export async function SocialButtons({ next }: { next?: string }) {
  const t = await getTranslations('social')
  const last = await readLastMethod()
  const wasLast = ({ id }: { id: string }) => last === `oauth:${id}`
  const providers = listProviders().sort((a, b) => Number(wasLast(b)) - Number(wasLast(a)))
  if (providers.length === 0) return null
  const grid = providers.length > 2
  return (
    <div className={cn('grid gap-2.5', grid && 'grid-cols-2')}>
      {providers.map((provider) => (
        <div key={provider.id} className="relative min-w-0">
          <Form action={continueWithProvider} success="silent" className="grid-cols-1">
            <input type="hidden" name="provider" value={provider.id} />
            {next && <input type="hidden" name="next" value={next} />}
            <SubmitButton
              variant="secondary"
              size="lg"
              wide
              className={cn(grid && 'min-w-0 px-2!')} // two of them side by side on a phone
              aria-label={t('continue', { provider: provider.name })}
              aria-description={wasLast(provider) ? t('lastUsed') : undefined}
            >
              <ProviderMark id={provider.id} />
              <span className="truncate">{grid ? provider.name : t('continue', { provider: provider.name })}</span>
            </SubmitButton>
          </Form>
          {wasLast(provider) && <LastUsedBadge>{t('lastUsed')}</LastUsedBadge>}
        </div>
      ))}
    </div>
  )
}
