import { Link } from 'react-email'
import { brand } from '@/lib/brand'
import { t } from '@/lib/email/strings'
import { Action, Aside, AskedFrom, Layout, type MailRequest, Note, Paragraph } from './layout'
import { style } from './style'

export type AlreadyRegisteredProps = { signInUrl: string; resetUrl?: string; request: MailRequest }

const product = brand.name

export function subject(_props: AlreadyRegisteredProps) {
  return t('alreadyRegistered.subject')
}

export function AlreadyRegistered({ signInUrl, resetUrl, request }: AlreadyRegisteredProps) {
  return (
    <Layout preview={t('alreadyRegistered.preview')} heading={t('alreadyRegistered.subject')}>
      <Paragraph>{t('alreadyRegistered.body', { product })}</Paragraph>
      <Action href={signInUrl}>{t('alreadyRegistered.action')}</Action>
      <Aside>
        {resetUrl && (
          <Note>
            {t('alreadyRegistered.forgot')}{' '}
            <Link className="link" href={resetUrl} style={style.link}>
              {t('alreadyRegistered.reset')}
            </Link>
          </Note>
        )}
        <AskedFrom request={request} />
        <Note>{t('alreadyRegistered.notYou')}</Note>
      </Aside>
    </Layout>
  )
}
