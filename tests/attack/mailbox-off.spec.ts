import { row } from '@/tests/support/database'
import { expect, test } from '@/tests/support/e2e'
import { anotherInstance } from '@/tests/support/server'

test('where mail goes out for real, nobody reads it here: the mailbox, its letters and its list are not there', async ({
  request,
}) => {
  const { id } = await row<{ id: string }>(
    `insert into "MailboxMessage" ("to", "from", subject, text, html, template, "idempotencyKey")
     values ('secret@example.com', 'us@example.com', 'Your secret', '-', '-', 'verify-email', gen_random_uuid()) returning id`,
  )
  const { base, stop } = await anotherInstance({ RESEND_API_KEY: 're_test', EMAIL_FROM: 'us@example.com' })
  try {
    for (const path of [
      '/dev/mailbox',
      `/dev/mailbox/${id}`,
      '/dev/mailbox.json',
      '/dev/mailbox.json?to=secret@example.com',
    ]) {
      const answer = await request.get(base + path)
      expect([path, answer.status()]).toEqual([path, 404])
      expect(await answer.text()).not.toContain('secret@')
    }
  } finally {
    await stop()
  }
})
