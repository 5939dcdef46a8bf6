import { freePort } from '@/scripts/lib/ports'
import { row } from '@/tests/support/database'
import { expect, test } from '@/tests/support/e2e'
import { serve } from '@/tests/support/server'

const given = JSON.parse(process.env.TEST_SERVER ?? '{}') as Record<string, string>

test('where mail goes out for real, nobody reads it here: the mailbox, its letters and its list are not there', async ({
  request,
}) => {
  const port = await freePort()
  const base = `http://localhost:${port}`
  const { id } = await row<{ id: string }>(
    `insert into "MailboxMessage" ("to", "from", subject, text, html, template, "idempotencyKey")
     values ('secret@example.com', 'us@example.com', 'Your secret', '-', '-', 'verify-email', gen_random_uuid()) returning id`,
  )
  const env = { ...given, PORT: String(port), APP_URL: base, WORKER: 'separate' }
  const server = await serve(
    { ...env, RESEND_API_KEY: 're_test', EMAIL_FROM: 'us@example.com' },
    'test-results/mailbox-off.log',
  )
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
    await server.stop()
  }
})
