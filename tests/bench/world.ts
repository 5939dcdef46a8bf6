import type { startApplication } from '@/tests/support/application'
import type { Pace } from './load'

/** What every measurement starts from: the built application with the demo data, and a person who is signed in to it. */
export type World = {
  app: Awaited<ReturnType<typeof startApplication>>
  /** member@acme.test: sees projects, creates them, sees people. */
  cookie: string
  /** owner@acme.test: sees every page. */
  ownerCookie: string
  pace: Pace
}
