import { row } from '@/tests/support/database'
import { readBuilt } from '@/tests/support/entrances-built'
import { Client } from '@/tests/support/matrix-client'
import { reactPost, returned } from '@/tests/support/matrix-forms'
import { newAddress } from '@/tests/support/visitor'
import { inTurns, page, samplesOf } from './in-turns'
import { atMost, type Measurement } from './result'
import { serveBuilt } from './servers'
import { isTransactionControl } from './statement-reader'
import { wire } from './wire'
import type { World } from './world'

const path = '/o/acme/members'

/** An owner makes a viewer a member and back: what the act asks of the database, and how long it takes beside the page that it is done on. */
export async function measureRoleChange({ app, ownerCookie, pace }: World): Promise<Measurement> {
  process.env.TEST_SUPERUSER_URL = app.superuserUrl
  const { id: membershipId } = await row<{ id: string }>(
    `select m.id from "Membership" m join "User" u on u.id = m."userId" join "Organization" o on o.id = m."organizationId"
      where o.slug = 'acme' and u.email = 'viewer@acme.test'`,
  )
  const action = readBuilt(app.env.NEXT_DIST_DIR).actions.find(({ exportedName }) => exportedName === 'changeRole')
  let next = 'member'
  const changeAt = async (url: string) => {
    const client = new Client(url, newAddress())
    const fields = { membershipId, role: next }
    const headers = { cookie: ownerCookie, 'next-action': action?.id ?? '' }
    const answer = await client.post(path, reactPost(['acme'], fields), headers)
    if (!returned(answer.text)?.ok) throw new Error(`The role was not changed: ${answer.status} ${answer.text}`)
    next = next === 'member' ? 'viewer' : 'member'
    return answer.text.length
  }

  const database = await wire(app.env.DATABASE_URL)
  const counted = await serveBuilt(app.env, { DATABASE_URL: database.url })
  let statements: string[]
  try {
    await changeAt(counted.url) // prepares its statements
    database.take()
    await changeAt(counted.url)
    statements = ofTheAct(database.take().statements)
  } finally {
    await counted.stop()
    await database.close()
  }

  const times = await inTurns(
    { change: () => changeAt(app.url), page: () => page(app.url + path, { cookie: ownerCookie }) },
    samplesOf(pace),
  )
  const { change, page: around } = times
  console.log(
    `  role change p50 ${change.p50.toFixed(1)} ms with the page drawn anew, members page p50 ${around.p50.toFixed(1)} ms`,
  )
  return {
    findings: [
      atMost('role change: SQL statements', statements.length, 8, ''),
      atMost('role change: p50, of that of the members page', change.p50 / around.p50, 2),
    ],
    raw: { statements, times },
  }
}

/** From BEGIN to COMMIT; what the page asks when it is drawn anew is not the act's. */
function ofTheAct(all: string[]) {
  const begin = all.findIndex((sql) => /^begin$/i.test(sql.trim()))
  const end = all.findIndex((sql, at) => at > begin && /^commit$/i.test(sql.trim()))
  if (begin < 0 || end < 0) throw new Error(`There is no transaction in: ${all.join('\n')}`)
  return all.slice(begin, end).filter((sql) => !isTransactionControl(sql))
}
