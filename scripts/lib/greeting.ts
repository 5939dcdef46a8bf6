import { brand } from '@/lib/brand'
import { demoLogins, demoPassword } from './demo-data'

export function greet(url: string, { mailbox, sso }: { mailbox: string; sso: unknown }) {
  const demoSso = sso ? `\n  Demo SSO  ${url}/sign-in, a provider on this machine: choose who you are there` : ''
  console.log(`
  ${brand.name.padEnd(9)} ${url}
  Mailbox   ${mailbox}
  Sign in   ${demoLogins.join('\n            ')}
  Password  ${demoPassword}${demoSso}
`)
}
