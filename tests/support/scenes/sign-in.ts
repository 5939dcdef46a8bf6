import { password } from '../people'
import { alert, click, fill, heading, type Scene, steps, unknown } from './scene'

export const signInScenes: Scene[] = [
  { name: 'landing', route: '/', path: '/' },
  { name: 'landing-signed-in', route: '/', as: 'owner', path: '/' },
  { name: 'sign-in', route: '/sign-in', path: '/sign-in' },
  { name: 'sign-in-signed-out', route: '/sign-in', path: '/sign-in?signed-out' },
  { name: 'sign-in-deleted', route: '/sign-in', path: '/sign-in?deleted' },
  { name: 'sign-in-problem', route: '/sign-in', path: '/sign-in?problem=known-address' },
  {
    name: 'sign-in-password',
    route: '/sign-in',
    path: '/sign-in',
    act: steps(fill('Email', 'ada@example.com'), click('Continue'), (page) =>
      page.getByLabel('Password', { exact: true }).waitFor(),
    ),
  },
  {
    name: 'sign-in-wrong',
    route: '/sign-in',
    path: '/sign-in',
    act: steps(
      fill('Email', 'ada@example.com'),
      click('Continue'),
      fill('Password', 'not the right one'),
      click('Sign in'),
      alert,
    ),
  },
  {
    name: 'sign-in-other-methods',
    route: '/sign-in',
    path: '/sign-in',
    act: steps(fill('Email', 'ada@example.com'), click('Continue'), (page) =>
      page.getByText('Use another method').click(),
    ),
  },
  { name: 'sign-in-link', route: '/sign-in/link', path: '/sign-in/link' },
  {
    name: 'sign-in-link-code',
    route: '/sign-in/link',
    path: '/sign-in',
    act: steps(fill('Email', 'ada@example.com'), click('Continue'), click('Email me a sign-in link'), (page) =>
      page.getByLabel('Authentication code').waitFor(),
    ),
  },
  { name: 'sign-in-link-over', route: '/sign-in/link', path: `/sign-in/link?token=${unknown}` },
  { name: 'sign-up', route: '/sign-up', path: '/sign-up' },
  {
    name: 'sign-up-refused',
    route: '/sign-up',
    path: '/sign-up',
    act: steps(
      fill('Name', 'Ada Lovelace'),
      fill('Email', 'ada'),
      fill('Password', 'short'),
      click('Create account'),
      alert,
    ),
  },
  {
    name: 'sign-up-sent',
    route: '/verify-email',
    path: '/sign-up',
    act: steps(
      fill('Name', 'Ada Lovelace'),
      fill('Email', 'ada@example.com'),
      fill('Password', password),
      click('Create account'),
      heading('Check your mail'),
    ),
  },
  { name: 'verify-email', route: '/verify-email', path: ({ world }) => `/verify-email?token=${world.verifyToken}` },
  { name: 'verify-email-over', route: '/verify-email', path: `/verify-email?token=${unknown}` },
  { name: 'forgot-password', route: '/forgot-password', path: '/forgot-password' },
  {
    name: 'forgot-password-sent',
    route: '/forgot-password',
    path: '/forgot-password',
    act: steps(fill('Email', 'ada@example.com'), click('Continue'), heading('Check your mail')),
  },
  {
    name: 'reset-password',
    route: '/reset-password',
    path: ({ world }) => `/reset-password?token=${world.resetToken}`,
  },
  { name: 'reset-password-over', route: '/reset-password', path: `/reset-password?token=${unknown}` },
  {
    name: 'undo-email-change',
    route: '/undo-email-change',
    path: ({ world }) => `/undo-email-change?token=${world.undoToken}`,
  },
  { name: 'undo-email-change-done', route: '/undo-email-change', path: '/undo-email-change?done' },
  { name: 'undo-email-change-over', route: '/undo-email-change', path: `/undo-email-change?token=${unknown}` },
  { name: 'not-found', route: '/', path: '/nowhere', status: 404 },
]
