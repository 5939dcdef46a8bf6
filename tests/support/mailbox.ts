import { setTimeout as pause } from 'node:timers/promises'
import type { APIRequestContext } from '@playwright/test'

export type Mail = {
  id: string
  to: string
  from: string
  subject: string
  text: string
  html: string
  links: string[]
  code?: string
  template: string
  sentAt: string
}

/** Reads /dev/mailbox.json as a person reads a mailbox: a mail that was read is not new any more. */
export class Mailbox {
  private readonly read = new Set<string>()

  constructor(private readonly request: APIRequestContext) {}

  /** The newest unread mail to that address, of that template if one is named. Waits for it. */
  async next(
    to: string,
    { template, patience = 15_000 }: { template?: string; patience?: number } = {},
  ): Promise<Mail> {
    const deadline = Date.now() + patience
    for (;;) {
      const all = await this.all(to)
      const found = all.find((mail) => !this.read.has(mail.id) && (!template || mail.template === template))
      if (found) {
        this.read.add(found.id)
        return found
      }
      if (Date.now() > deadline) {
        const got = all.map((mail) => mail.template).join(', ') || 'none'
        throw new Error(`No new ${template ?? 'mail'} for ${to} after ${patience} ms. Mails there: ${got}.`)
      }
      await pause(100)
    }
  }

  /** Every mail to that address, newest first, read or not. */
  async all(to: string, after?: string): Promise<Mail[]> {
    const params = { to: to.toLowerCase(), ...(after ? { after } : {}) }
    const response = await this.request.get('/dev/mailbox.json', { params })
    if (!response.ok()) throw new Error(`/dev/mailbox.json answered ${response.status()}: is DEMO_MAILBOX on?`)
    return (await response.json()) as Mail[]
  }
}
