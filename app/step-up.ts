import { getTranslations } from 'next-intl/server'
import type { StepUp } from '@/components/step-up'
import { confirmIdentity, mailStepUpCode } from './account/confirm/actions'

/** For the frame, whose forms ask in place, and for the page of those who have no JavaScript. */
export async function stepUpFor({ email }: { email: string }): Promise<StepUp> {
  const t = await getTranslations('stepUp')
  const words = {
    title: t('title'),
    description: t('description'),
    password: t('password'),
    code: t('code'),
    appHelp: t('appHelp'),
    recoveryCode: t('recoveryCode'),
    recoveryHelp: t('recoveryHelp'),
    mailSend: t('mailSend'),
    mailWhy: t('mailWhy'),
    mailHelp: t('mailHelp'),
    submit: t('submit'),
    usePassword: t('usePassword'),
    useApp: t('useApp'),
    useRecoveryCode: t('useRecoveryCode'),
    useMail: t('useMail'),
    usePasskey: t('usePasskey'),
    passkeyHelp: t('passkeyHelp'),
  }
  return { email, confirm: confirmIdentity, mailCode: mailStepUpCode, words }
}
