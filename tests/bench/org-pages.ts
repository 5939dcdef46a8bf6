import { setTimeout as pause } from 'node:timers/promises'
import { isTransactionControl } from './statement-reader'
import type { Traffic, Wire } from './wire'

export const orgPages = ['dashboard', 'projects', 'project', 'members', 'invitations', 'audit-log', 'settings'] as const
export type OrgPage = (typeof orgPages)[number]

/** What each page of the demo's Acme asks the database once its statements are prepared; transaction control apart. */
export async function countOrgPages(url: string, cookie: string, database: Wire) {
  const ask = async (path: string) => {
    const answer = await fetch(url + path, { headers: { cookie }, redirect: 'manual' })
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`)
    return answer.text()
  }
  const [, project] = /\/o\/acme\/projects\/([0-9a-f-]{36})/.exec(await ask('/o/acme/projects')) ?? []
  const paths: Record<OrgPage, string> = {
    dashboard: '/o/acme',
    projects: '/o/acme/projects',
    project: `/o/acme/projects/${project}`,
    members: '/o/acme/members',
    invitations: '/o/acme/members/invitations',
    'audit-log': '/o/acme/audit-log',
    settings: '/o/acme/settings',
  }
  const counts = {} as Record<OrgPage, Traffic>
  for (const page of orgPages) {
    await ask(paths[page])
    await pause(100) // nothing may still be on its way
    database.take()
    await ask(paths[page])
    const { statements, trips } = database.take()
    counts[page] = { statements: statements.filter((sql) => !isTransactionControl(sql)), trips }
  }
  return counts
}
