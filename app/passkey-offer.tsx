import { Fingerprint } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { addPasskey, declinePasskey } from '@/app/account/security/passkey-actions'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/ui/submit-button'
import { WithPlatformAuthenticator } from '@/components/with-platform-authenticator'

/** After a sign-in that took longer than it had to. Beside the page, never in the way of it: not over a code that is to be scanned. */
export async function PasskeyOffer() {
  const t = await getTranslations('security.passkeys.offer')
  return (
    <WithPlatformAuthenticator>
      <aside
        aria-labelledby="passkey-offer"
        data-offer
        className="[:root:has([data-undisturbed])_&]:hidden sticky bottom-2 z-20 mt-6 ml-auto grid gap-3 rounded-xl border bg-card p-3 shadow-lg sm:bottom-4 sm:max-w-sm sm:p-4"
      >
        <div className="flex gap-3">
          <span className="hidden size-9 shrink-0 place-items-center rounded-lg border bg-background text-muted-foreground sm:grid">
            <Fingerprint aria-hidden="true" className="size-4.5" />
          </span>
          <div>
            <h2 id="passkey-offer" className="font-semibold tracking-tight">
              {t('title')}
            </h2>
            <p className="mt-0.5 text-[0.8125rem] text-muted-foreground max-sm:sr-only">{t('why')}</p>
          </div>
        </div>
        <Form action={addPasskey} success="toast">
          <SubmitButton wide>{t('add')}</SubmitButton>
        </Form>
        <Form action={declinePasskey} success="silent">
          <div className="flex flex-wrap justify-between gap-2">
            <SubmitButton name="answer" value="later" variant="secondary" size="sm">
              {t('later')}
            </SubmitButton>
            <SubmitButton name="answer" value="never" variant="ghost" size="sm">
              {t('never')}
            </SubmitButton>
          </div>
        </Form>
      </aside>
    </WithPlatformAuthenticator>
  )
}
