import { click, fill, type Given, type Scene } from './scene'

/** Asks for a mail, and gives the address of its page. */
async function someMail({ page, world, mailbox }: Given) {
  const { email } = world.people.ivy
  await page.goto('/forgot-password')
  await fill('Email', email)(page)
  await click('Continue')(page)
  const { id } = await mailbox.next(email)
  return `/dev/mailbox/${id}?to=${email}`
}

export const mailboxScenes: Scene[] = [
  {
    name: 'mailbox',
    route: '/dev/mailbox',
    path: async (given) => {
      await someMail(given)
      return '/dev/mailbox'
    },
  },
  { name: 'mailbox-none', route: '/dev/mailbox', path: '/dev/mailbox?to=nobody@example.com' },
  { name: 'mailbox-mail', route: '/dev/mailbox/[id]', path: someMail },
  {
    name: 'mailbox-mail-text',
    route: '/dev/mailbox/[id]',
    path: async (given) => `${await someMail(given)}&view=text`,
  },
]
