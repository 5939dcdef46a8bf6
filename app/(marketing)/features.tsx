import { Building2, FingerprintPattern, KeyRound, Layers, MailCheck, ScrollText } from 'lucide-react'
import { useTranslations } from 'next-intl'

const features = [
  [KeyRound, 'signIn'],
  [Building2, 'organizations'],
  [MailCheck, 'invitations'],
  [FingerprintPattern, 'access'],
  [Layers, 'walls'],
  [ScrollText, 'audit'],
] as const

export function Features() {
  const t = useTranslations('marketing.features')
  return (
    <section aria-labelledby="features" className="border-t bg-card">
      <div className="mx-auto max-w-6xl px-5 py-20 sm:px-8 sm:py-28">
        <h2 id="features" className="max-w-2xl text-2xl font-semibold tracking-tight sm:text-[2rem] sm:leading-10">
          {t('title')}
        </h2>
        <p className="mt-3 max-w-2xl text-base leading-7 text-muted-foreground">{t('body')}</p>
        <ul className="mt-12 grid gap-px overflow-hidden rounded-xl border bg-border sm:grid-cols-2 lg:grid-cols-3">
          {features.map(([Icon, name]) => (
            <li key={name} className="bg-card p-6 sm:p-7">
              <Icon aria-hidden="true" className="size-5 text-brand" />
              <h3 className="mt-4 text-[0.9375rem] font-semibold tracking-tight">{t(`${name}.title`)}</h3>
              <p className="mt-1.5 leading-6 text-muted-foreground">{t(`${name}.body`)}</p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
