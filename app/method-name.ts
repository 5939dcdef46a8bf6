import type { useTranslations } from 'next-intl'
import { listProviders } from '@/lib/auth/oauth/providers'

type Words = ReturnType<typeof useTranslations<'sessions'>>

const own = ['password', 'passkey', 'link', 'code', 'sign-up'] as const
const factors = ['passkey', 'app', 'recovery-code'] as const

/** How somebody signed in, as a session's row has it, within a sentence: “with your password and your authenticator app”. */
export function methodSentence(t: Words, method: string, secondFactor: string | null | undefined): string {
  const named = own.find((one) => one === method)
  const factor = factors.find((one) => one === secondFactor)
  const words = { method: named ? t(`method.${named}`) : providerName(method) }
  // a passkey is both at once
  if (!factor || named === 'passkey') return t('with', words)
  return t('withSecond', { ...words, factor: t(`factor.${factor}`) })
}

function providerName(method: string) {
  const id = method.replace(/^oauth:/, '')
  return listProviders().find((provider) => provider.id === id)?.name ?? id
}
