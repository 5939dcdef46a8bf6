import type { ReactNode } from 'react'
import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Section, Text } from 'react-email'
import { brand } from '@/lib/brand'
import { t, unlinked } from '@/lib/email/strings'
import { env } from '@/lib/env'
import { darkMode, style } from './style'

export type MailRequest = { ip: string; device: string }

/** One column, no images: it reads the same when a mail client shows none. */
export function Layout({ preview, heading, children }: { preview: string; heading: string; children: ReactNode }) {
  return (
    <Html lang="en">
      <Head>
        <title>{heading}</title>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no" />
        <style>{darkMode}</style>
      </Head>
      <Body className="page" style={style.page}>
        <Preview useTitleTag={false}>{preview}</Preview>
        <Container style={style.column}>
          <Text className="soft" style={style.brand}>
            {brand.name}
          </Text>
          <Section className="card" style={style.card}>
            <Heading as="h1" className="text" style={style.heading}>
              {heading}
            </Heading>
            {children}
          </Section>
          <Text className="soft" style={style.footer}>
            {t('footer', { product: brand.name })}
            <br />
            <Link className="soft" href={env.APP_URL} style={style.footerLink}>
              {env.APP_URL}
            </Link>
          </Text>
        </Container>
      </Body>
    </Html>
  )
}

export function Paragraph({ children }: { children: ReactNode }) {
  return (
    <Text className="text" style={style.paragraph}>
      {children}
    </Text>
  )
}

export function Hello({ name }: { name?: string }) {
  return <Paragraph>{name ? t('hello', { name: unlinked(name) }) : t('helloNobody')}</Paragraph>
}

/** The one thing to do. The text twin shows the label and the address: see render.tsx. */
export function Action({ href, children }: { href: string; children: ReactNode }) {
  return (
    <>
      <Section style={style.actionRow}>
        <Button className="action" href={href} style={style.action}>
          {children}
        </Button>
      </Section>
      <Text className="soft" data-skip-in-text="true" style={style.small}>
        {t('copyLink')}
        <br />
        <Link className="link" href={href} style={style.link}>
          {href}
        </Link>
      </Text>
    </>
  )
}

/** Who asked and from where, when it ends, and what to do if it was somebody else. */
export function Aside({ children }: { children: ReactNode }) {
  return (
    <>
      <Hr className="rule" style={style.rule} />
      {children}
    </>
  )
}

export function Note({ children }: { children: ReactNode }) {
  return (
    <Text className="soft" style={style.small}>
      {children}
    </Text>
  )
}

export function AskedFrom({ request }: { request: MailRequest }) {
  return <Note>{t('request', where(request))}</Note>
}

/** A browser writes its own name, so it is treated like any other name. */
export function where({ ip, device }: MailRequest) {
  return { ip, device: unlinked(device) }
}
