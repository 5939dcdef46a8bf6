import { Link } from 'react-email'
import { brand } from '@/lib/brand'
import { inUtc, ownLink, t, unlinked } from '@/lib/email/strings'
import { Aside, Hello, Layout, type MailRequest, Note, Paragraph, where } from './layout'
import { NotYou } from './not-you'
import { style } from './style'

/** `method` in words, as the person knows it: `Passkey “iCloud Keychain”`, `Google account ada@example.com`. */
export type SignInMethodChangedProps = {
  name?: string
  change: 'added' | 'removed'
  method: string
  request: MailRequest
  at: Date
}

const product = brand.name

export function subject({ change }: SignInMethodChangedProps) {
  return t(`signInMethodChanged.${change}.subject`)
}

export function SignInMethodChanged({ name, change, method, request, at }: SignInMethodChangedProps) {
  return (
    <Layout preview={t('signInMethodChanged.preview')} heading={t(`signInMethodChanged.${change}.subject`)}>
      <Hello name={name} />
      <Paragraph>{t(`signInMethodChanged.${change}.body`, { product })}</Paragraph>
      <Paragraph>
        {t('signInMethodChanged.what', { method: unlinked(method) })}
        <br />
        {t('signInMethodChanged.when', { at: inUtc(at) })}
        <br />
        {t('signInMethodChanged.where', where(request))}
      </Paragraph>
      <Paragraph>{t('signInMethodChanged.fine')}</Paragraph>
      <NotYou words={t(`signInMethodChanged.${change}.notYou`)} />
      <Aside>
        <Note>
          <Link className="link" href={ownLink('/account/security')} style={style.link}>
            {t('signInMethodChanged.security')}
          </Link>
        </Note>
      </Aside>
    </Layout>
  )
}
