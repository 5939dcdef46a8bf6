import { brand } from '@/lib/brand'
import { demoLogins, demoPassword } from './demo-data'

export function greet(url: string, mailbox: string) {
  console.log(`
  ${brand.name.padEnd(9)} ${url}
  Mailbox   ${mailbox}
  Sign in   ${demoLogins.join('\n            ')}
  Password  ${demoPassword}
`)
}
