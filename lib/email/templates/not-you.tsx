import { isMethodOn } from '@/lib/auth/methods'
import { ownLink, t } from '@/lib/email/strings'
import { Action, Paragraph } from './layout'

/** What to do about what somebody else did: a reset ends every session; where there are no passwords the page of sessions does. */
export function NotYou({ words }: { words: string }) {
  const reset = isMethodOn('password')
  return (
    <>
      <Paragraph>{reset ? words : t('notYou.withoutPassword')}</Paragraph>
      <Action href={ownLink(reset ? '/forgot-password' : '/account/sessions')}>
        {t(reset ? 'notYou.reset' : 'notYou.sessions')}
      </Action>
    </>
  )
}
