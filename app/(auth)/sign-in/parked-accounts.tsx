import { getTranslations } from 'next-intl/server'
import { OrDivider } from '@/components/auth-card'
import { Form } from '@/components/form'
import { Avatar } from '@/components/ui/avatar'
import { SubmitButton } from '@/components/ui/submit-button'
import { listParked } from '@/lib/auth/sessions/parked'
import { continueAs, signOutOfAll } from '../accounts/actions'

/** Who is still signed in in this browser, while nobody is active. */
export async function ParkedAccounts({ next }: { next: string }) {
  const parked = await listParked()
  if (parked.length === 0) return null
  const t = await getTranslations('auth.signIn')
  return (
    <section aria-label={t('parked')} className="grid gap-3">
      {parked.map(({ id, name, email }) => (
        <Form key={id} action={continueAs}>
          <input type="hidden" name="userId" value={id} />
          <input type="hidden" name="next" value={next} />
          <SubmitButton variant="secondary" size="lg" wide className="h-auto min-h-11 justify-start py-2 text-left">
            <Avatar name={name} size="sm" />
            <span className="min-w-0">
              <span className="block truncate">{t('continueAs', { name })}</span>
              <span className="block truncate text-xs font-normal text-muted-foreground">{email}</span>
            </span>
          </SubmitButton>
        </Form>
      ))}
      <Form action={signOutOfAll} success="silent">
        <SubmitButton variant="ghost" size="sm" wide>
          {t('signOutOfAll')}
        </SubmitButton>
      </Form>
      <OrDivider>{t('orOther')}</OrDivider>
    </section>
  )
}
