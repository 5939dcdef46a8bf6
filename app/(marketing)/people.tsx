import { useTranslations } from 'next-intl'

export function People() {
  const t = useTranslations('marketing.people')
  return (
    <section aria-labelledby="people" className="border-t bg-card">
      <div className="mx-auto max-w-6xl px-5 py-20 sm:px-8 sm:py-28">
        <h2 id="people" className="text-2xl font-semibold tracking-tight sm:text-[2rem] sm:leading-10">
          {t('title')}
        </h2>
        <ul className="mt-12 grid gap-10 md:grid-cols-3">
          {(['forker', 'user', 'admin'] as const).map((who) => (
            <li key={who} className="border-l-2 border-brand/60 pl-5">
              <p className="text-lg leading-7 font-medium tracking-tight text-balance">{t(`${who}.says`)}</p>
              <h3 className="mt-4 font-semibold">{t(`${who}.name`)}</h3>
              <p className="mt-1 leading-6 text-muted-foreground">{t(`${who}.does`)}</p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
