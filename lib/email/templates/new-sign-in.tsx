import { Link } from 'react-email'
import { brand } from '@/lib/brand'
import { inUtc, ownLink, t, unlinked } from '@/lib/email/strings'
import { env } from '@/lib/env'
import { Aside, Layout, type MailRequest, Note, Paragraph, where } from './layout'
import { NotYou } from './not-you'
import { style } from './style'

/** `method` as in the session's row: `password`, `passkey`, `link`, `code`, `sign-up`, or `oauth:` and the provider. */
export type NewSignInProps = { request: MailRequest; at: Date; method: string }

const product = brand.name

export function subject(_props: NewSignInProps) {
  return t('newSignIn.subject')
}

export function NewSignIn({ request, at, method }: NewSignInProps) {
  return (
    <Layout preview={t('newSignIn.preview')} heading={t('newSignIn.subject')}>
      <Paragraph>{t('newSignIn.body', { product })}</Paragraph>
      <Paragraph>
        {t('newSignIn.when', { at: inUtc(at) })}
        <br />
        {t('newSignIn.where', where(request))}
        <br />
        {t('newSignIn.how', { method: methodName(method) })}
      </Paragraph>
      <Paragraph>{t('newSignIn.fine')}</Paragraph>
      <NotYou words={t('newSignIn.notYou')} />
      <Aside>
        <Note>
          <Link className="link" href={ownLink('/account/sessions')} style={style.link}>
            {t('newSignIn.sessions')}
          </Link>
        </Note>
      </Aside>
    </Layout>
  )
}

function methodName(method: string) {
  switch (method) {
    case 'password':
    case 'passkey':
    case 'link':
    case 'code':
    case 'sign-up':
      return t(`newSignIn.method.${method}`)
    default:
      return t('newSignIn.method.provider', { provider: providerName(method.replace(/^oauth:/, '')) })
  }
}

function providerName(id: string) {
  const names: Record<string, string> = {
    google: 'Google',
    github: 'GitHub',
    microsoft: 'Microsoft',
    oidc: env.AUTH_OIDC_NAME,
  }
  return unlinked(names[id] ?? id)
}
