import { ChevronDown } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { TextLink } from '@/components/text-link'
import { isMethodOn } from '@/lib/auth/methods'
import { withNext } from '../query'
import { SocialButtons } from '../social-buttons'

/** The same list for everybody: it tells nothing of the address that was typed. */
export async function OtherMethods({ next }: { next: string }) {
  const t = await getTranslations('auth.signIn')
  return (
    <details className="group/other">
      <summary className="mx-auto flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-sm px-2 py-1 text-[0.8125rem] font-medium text-muted-foreground hover:text-foreground [&::-webkit-details-marker]:hidden">
        {t('another')}
        <ChevronDown aria-hidden="true" className="size-3.5 transition-transform group-open/other:rotate-180" />
      </summary>
      <div className="mt-3 grid gap-4 border-t pt-4">
        <SocialButtons next={next} />
        <ul className="grid gap-2 text-center text-[0.8125rem]">
          {isMethodOn('password') && (
            <li>
              <TextLink href={withNext('/forgot-password', next)}>{t('reset')}</TextLink>
            </li>
          )}
          <li>
            {/* a plain link: the page starts again at its first step */}
            <a
              href={withNext('/sign-in', next)}
              className="font-medium text-brand underline decoration-brand/35 underline-offset-3 hover:decoration-brand"
            >
              {t('otherAddress')}
            </a>
          </li>
        </ul>
      </div>
    </details>
  )
}
