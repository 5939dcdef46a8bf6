import { ArrowRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button-link'
import { Preview } from './preview'

export function Hero() {
  const t = useTranslations('marketing.hero')
  return (
    <section className="hero overflow-hidden">
      <div className="mx-auto max-w-6xl px-5 pt-16 sm:px-8 sm:pt-24">
        <div className="mx-auto max-w-3xl text-center">
          <p className="inline-flex items-center rounded-full border bg-card px-3 py-1 text-xs font-medium text-muted-foreground shadow-xs">
            {t('eyebrow')}
          </p>
          <h1 className="mt-6 text-[2.25rem] leading-[1.08] font-semibold tracking-[-0.03em] sm:text-[3.5rem]">
            {t('title')}
          </h1>
          <p className="mx-auto mt-6 max-w-2xl text-base leading-7 text-balance text-muted-foreground sm:text-lg sm:leading-8">
            {t('body')}
          </p>
          <div className="mt-8 flex flex-wrap justify-center gap-3">
            <ButtonLink href="#start" size="lg">
              {t('start')}
              <ArrowRight aria-hidden="true" />
            </ButtonLink>
            <ButtonLink href="#code" size="lg" variant="secondary">
              {t('code')}
            </ButtonLink>
          </div>
        </div>
        <Preview />
      </div>
    </section>
  )
}
