import { Link } from 'react-email'
import { brand } from '@/lib/brand'
import { inUtc, ownLink, t } from '@/lib/email/strings'
import { Aside, Hello, Layout, type MailRequest, Note, Paragraph, where } from './layout'
import { NotYou } from './not-you'
import { style } from './style'

export type SecondFactorChange = 'enabled' | 'disabled' | 'recovery-code-used' | 'codes-regenerated'

/** `left`: how many recovery codes still work, once one was used. */
export type SecondFactorChangedProps = {
  name?: string
  change: SecondFactorChange
  left?: number
  request: MailRequest
  at: Date
}

const product = brand.name

export function subject({ change }: SecondFactorChangedProps) {
  return t(`secondFactorChanged.${change}.subject`)
}

export function SecondFactorChanged({ name, change, left = 0, request, at }: SecondFactorChangedProps) {
  return (
    <Layout preview={t('secondFactorChanged.preview')} heading={t(`secondFactorChanged.${change}.subject`)}>
      <Hello name={name} />
      <Paragraph>{t(`secondFactorChanged.${change}.body`, { product, left })}</Paragraph>
      <Paragraph>
        {t('secondFactorChanged.when', { at: inUtc(at) })}
        <br />
        {t('secondFactorChanged.where', where(request))}
      </Paragraph>
      <Paragraph>{t('secondFactorChanged.fine')}</Paragraph>
      <NotYou words={t(`secondFactorChanged.${change}.notYou`, { product })} />
      <Aside>
        <Note>
          <Link className="link" href={ownLink('/account/security/two-factor')} style={style.link}>
            {t('secondFactorChanged.security')}
          </Link>
        </Note>
      </Aside>
    </Layout>
  )
}
