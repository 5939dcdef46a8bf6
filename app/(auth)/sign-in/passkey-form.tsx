import { KeyRound } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/ui/submit-button'
import { LastUsedBadge } from '../last-used-badge'
import { signInWithPasskey } from './actions'
import { PasskeyAutofill } from './passkey-autofill'

/** One button for every visitor, whoever has a passkey; and the same in the browser's own suggestions at the Email field. */
export async function PasskeyForm({ next, wasLast }: { next: string; wasLast: boolean }) {
  const t = await getTranslations('auth')
  return (
    <Form action={signInWithPasskey} success="silent">
      <input type="hidden" name="next" value={next} />
      <PasskeyAutofill ask={signInWithPasskey} />
      <div className="relative">
        <SubmitButton variant="secondary" size="lg" wide aria-description={wasLast ? t('lastUsed') : undefined}>
          <KeyRound aria-hidden="true" />
          {t('passkey')}
        </SubmitButton>
        {wasLast && <LastUsedBadge>{t('lastUsed')}</LastUsedBadge>}
      </div>
    </Form>
  )
}
