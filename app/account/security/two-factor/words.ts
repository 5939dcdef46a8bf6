import { getTranslations } from 'next-intl/server'
import { brand } from '@/lib/brand'
import type { RecoveryCodesWords } from './recovery-codes'
import type { SetUpWords } from './set-up'

export async function wordsOfSetUp(): Promise<SetUpWords> {
  const t = await getTranslations('secondFactor.setUp')
  return {
    scan: t('scan'),
    scanWhy: t('scanWhy'),
    secret: t('secret'),
    copy: t('copy'),
    here: t('here'),
    type: t('type'),
    typeWhy: t('typeWhy'),
    code: t('code'),
    elsewhere: t('elsewhere'),
    elsewhereWhy: t('elsewhereWhy'),
    submit: t('submit'),
  }
}

/** `next` is where somebody was on their way to; else it goes back to the security page. */
export async function wordsOfCodes({ email }: { email: string }, next: string): Promise<RecoveryCodesWords> {
  const t = await getTranslations('secondFactor.codes')
  const settings = await getTranslations('secondFactor.settings')
  return {
    title: t('title'),
    why: t('why'),
    copy: t('copy'),
    download: t('download'),
    print: t('print'),
    file: `${brand.name.toLowerCase()}-recovery-codes.txt`,
    heading: t('heading', { product: brand.name, email }),
    saved: t('saved'),
    savedWhy: t('savedWhy', { product: brand.name }),
    done: next ? settings('goOn') : t('done'),
    next: next || '/account/security',
  }
}
