import { rows } from '@/tests/support/database'
import { listEntrances } from '@/tests/support/entrances'
import {
  action,
  addressOf,
  type Cast,
  expect,
  halfSignedIn,
  type Principal,
  principals,
  signedIn,
  test,
} from '@/tests/support/matrix-cast'
import type { Answer, Client } from '@/tests/support/matrix-client'
import { reactPost, returned } from '@/tests/support/matrix-forms'
import { person } from '@/tests/support/people'
import { join, joinWith } from '@/tests/support/world'

// Every entrance × everybody who may knock, typed by hand. `sign-in` is a redirect to the sign-in page that leads back here,
// `start` one that does not, `app` one to where somebody who is signed in belongs. An action is asked with an empty form: `in` is for whoever
// the gate lets through to the schema, so that nothing happens; 403 names the permission, 404 says “There is nothing here.”,
// and `on` is an act of anybody's that needs no input and leads on.

const table = `
                                      nobody   stranger  viewer  member  admin  owner  foreigner  revoked  custom  ended
  /                                   200      200       200     200     200    200    200        200      200     200
  /sign-in                            200      app       app     app     app    app    app        200      app     app
  /sign-up                            200      app       app     app     app    app    app        200      app     app
  /sign-in/link                       200      200       200     200     200    200    200        200      200     200
  /sign-in/two-factor                 start    app       app     app     app    app    app        start    app     app
  /forgot-password                    200      200       200     200     200    200    200        200      200     200
  /reset-password                     200      200       200     200     200    200    200        200      200     200
  /verify-email                       200      200       200     200     200    200    200        200      200     200
  /undo-email-change                  200      200       200     200     200    200    200        200      200     200
  /invite/[token]                     404      404       404     404     404    404    404        404      404     404
  /dev/mailbox                        200      200       200     200     200    200    200        200      200     200
  /dev/mailbox/[id]                   404      404       404     404     404    404    404        404      404     404
  /account                            sign-in  200       200     200     200    200    200        sign-in  200     200
  /account/email                      sign-in  200       200     200     200    200    200        sign-in  200     200
  /account/security                   sign-in  200       200     200     200    200    200        sign-in  200     200
  /account/security/two-factor        sign-in  200       200     200     200    200    200        sign-in  200     200
  /account/sessions                   sign-in  200       200     200     200    200    200        sign-in  200     200
  /account/delete                     sign-in  200       200     200     200    200    200        sign-in  200     200
  /account/confirm                    sign-in  app       app     app     app    app    app        sign-in  app     app
  /account/organizations              sign-in  200       200     200     200    200    200        sign-in  200     200
  /new                                sign-in  200       200     200     200    200    200        sign-in  200     200
  /o/[slug]                           sign-in  404       200     200     200    200    404        sign-in  200     404
  /o/[slug]/projects                  sign-in  404       200     200     200    200    404        sign-in  200     404
  /o/[slug]/projects/[id]             sign-in  404       200     200     200    200    404        sign-in  200     404
  /o/[slug]/members                   sign-in  404       200     200     200    200    404        sign-in  200     404
  /o/[slug]/members/invitations       sign-in  404       403     403     200    200    404        sign-in  403     404
  /o/[slug]/members/invitations/many  sign-in  404       403     403     200    200    404        sign-in  403     404
  /o/[slug]/members/links             sign-in  404       403     403     200    200    404        sign-in  403     404
  /o/[slug]/roles                     sign-in  404       403     403     200    200    404        sign-in  200     404
  /o/[slug]/roles/new                 sign-in  404       403     403     200    200    404        sign-in  403     404
  /o/[slug]/roles/[id]                sign-in  404       403     403     200    200    404        sign-in  200     404
  /o/[slug]/members/requests          sign-in  404       403     403     200    200    404        sign-in  403     404
  /o/[slug]/only-looking              sign-in  404       200     200     200    200    404        sign-in  200     404
  /o/[slug]/settings                  sign-in  404       403     403     200    200    404        sign-in  403     404
  /o/[slug]/settings/ownership        sign-in  404       403     403     403    200    404        sign-in  403     404
  /o/[slug]/settings/policies         sign-in  404       403     403     200    200    404        sign-in  403     404
  /o/[slug]/settings/domains          sign-in  404       403     403     200    200    404        sign-in  403     404
  /o/[slug]/audit-log                 sign-in  404       403     403     200    200    404        sign-in  200     404
  /o/[slug]/audit-log/refused         sign-in  404       403     403     200    200    404        sign-in  200     404
  /o/[slug]/audit-log/retention       sign-in  404       403     403     200    200    404        sign-in  403     404

  GET /api/o/[slug]/projects          401      404       200     200     200    200    404        401      200     404
  GET /api/o/[slug]/export            401      404       403     403     403    200    404        401      403     404
  POST /api/o/[slug]/projects         401      404       403     400     400    400    404        401      400     404
  GET /api/o/[slug]/members/csv       401      404       403     403     200    200    404        401      403     404
  GET /api/o/[slug]/audit-log/csv     401      404       403     403     200    200    404        401      200     404
  GET /api/o/[slug]/audit-log/jsonl   401      404       403     403     200    200    404        401      200     404
  GET /api/o/[slug]/audit-log/verify  401      404       403     403     200    200    404        401      200     404
  GET /api/session                    401      200       200     200     200    200    200        401      200     200
  GET /api/avatars/[id]               401      404       404     404     404    404    404        401      404     404
  GET /api/logos/[id]                 401      404       404     404     404    404    404        401      404     404
  GET /api/data-exports/[id]          401      404       404     404     404    404    404        401      404     404
  GET /api/health/live                200      200       200     200     200    200    200        200      200     200
  GET /api/health/ready               200      200       200     200     200    200    200        200      200     200
  GET /api/jobs                       404      404       404     404     404    404    404        404      404     404
  POST /api/jobs                      404      404       404     404     404    404    404        404      404     404
  GET /api/auth/callback/[provider]   404      404       404     404     404    404    404        404      404     404
  GET /dev/mailbox.json               200      200       200     200     200    200    200        200      200     200

  signIn                              in       in        in      in      in     in     in         in       in      in
  signInWithLink                      in       in        in      in      in     in     in         in       in      in
  signInWithCode                      in       in        in      in      in     in     in         in       in      in
  signInWithPasskey                   in       in        in      in      in     in     in         in       in      in
  passSecondStep                      on       on        on      on      on     on     on         on       on      on
  giveUpSecondStep                    on       on        on      on      on     on     on         on       on      on
  signUp                              in       in        in      in      in     in     in         in       in      in
  forgotPassword                      in       in        in      in      in     in     in         in       in      in
  resetPassword                       in       in        in      in      in     in     in         in       in      in
  verifyEmail                         in       in        in      in      in     in     in         in       in      in
  resendVerification                  on       on        on      on      on     on     on         on       on      on
  rejectSignUp                        in       in        in      in      in     in     in         in       in      in
  continueWithProvider                in       in        in      in      in     in     in         in       in      in
  signOut                             on       on        on      on      on     on     on         on       on      on
  addAccount                          sign-in  on        on      on      on     on     on         sign-in  on      on
  continueAs                          in       in        in      in      in     in     in         in       in      in
  signOutOfAll                        on       on        on      on      on     on     on         on       on      on
  confirmIdentity                     sign-in  in        in      in      in     in     in         sign-in  in      in
  mailStepUpCode                      sign-in  in        in      in      in     in     in         sign-in  in      in
  updateName                          sign-in  in        in      in      in     in     in         sign-in  in      in
  uploadAvatar                        sign-in  in        in      in      in     in     in         sign-in  in      in
  removeAvatar                        sign-in  in        in      in      in     in     in         sign-in  in      in
  requestExport                       sign-in  in        in      in      in     in     in         sign-in  in      in
  deleteExport                        sign-in  in        in      in      in     in     in         sign-in  in      in
  connectAccount                      sign-in  in        in      in      in     in     in         sign-in  in      in
  disconnectAccount                   sign-in  in        in      in      in     in     in         sign-in  in      in
  deleteAccount                       sign-in  in        in      in      in     in     in         sign-in  in      in
  undoEmailChange                     in       in        in      in      in     in     in         in       in      in
  addAddress                          sign-in  in        in      in      in     in     in         sign-in  in      in
  confirmAddress                      sign-in  in        in      in      in     in     in         sign-in  in      in
  makePrimary                         sign-in  in        in      in      in     in     in         sign-in  in      in
  removeAddress                       sign-in  in        in      in      in     in     in         sign-in  in      in
  cancelAddress                       sign-in  in        in      in      in     in     in         sign-in  in      in
  changePassword                      sign-in  in        in      in      in     in     in         sign-in  in      in
  removePassword                      sign-in  in        in      in      in     in     in         sign-in  in      in
  beginTwoFactor                      sign-in  in        in      in      in     in     in         sign-in  in      in
  confirmTwoFactor                    sign-in  in        in      in      in     in     in         sign-in  in      in
  regenerateRecoveryCodes             sign-in  in        in      in      in     in     in         sign-in  in      in
  disableTwoFactor                    sign-in  in        in      in      in     in     in         sign-in  in      in
  revokeSession                       sign-in  in        in      in      in     in     in         sign-in  in      in
  revokeOtherSessions                 sign-in  in        in      in      in     in     in         sign-in  in      in
  forgetDevice                        sign-in  in        in      in      in     in     in         sign-in  in      in
  addPasskey                          sign-in  in        in      in      in     in     in         sign-in  in      in
  renamePasskey                       sign-in  in        in      in      in     in     in         sign-in  in      in
  removePasskey                       sign-in  in        in      in      in     in     in         sign-in  in      in
  declinePasskey                      sign-in  in        in      in      in     in     in         sign-in  in      in
  createOrganization                  sign-in  in        in      in      in     in     in         sign-in  in      in
  checkSlug                           sign-in  in        in      in      in     in     in         sign-in  in      in
  leaveOrganization                   sign-in  in        in      in      in     in     in         sign-in  in      in
  restoreOrganization                 sign-in  in        in      in      in     in     in         sign-in  in      in
  joinByDomain                        sign-in  in        in      in      in     in     in         sign-in  in      in
  askToJoin                           sign-in  in        in      in      in     in     in         sign-in  in      in
  withdrawJoinRequest                 sign-in  in        in      in      in     in     in         sign-in  in      in
  acceptInvitation                    sign-in  in        in      in      in     in     in         sign-in  in      in
  acceptMyInvitation                  sign-in  in        in      in      in     in     in         sign-in  in      in
  declineMyInvitation                 sign-in  in        in      in      in     in     in         sign-in  in      in
  askForNewInvitation                 in       in        in      in      in     in     in         in       in      in
  switchAccount                       sign-in  in        in      in      in     in     in         sign-in  in      in
  createProject                       sign-in  404       403     in      in     in     404        sign-in  in      404
  renameProject                       sign-in  404       403     in      in     in     404        sign-in  403     404
  archiveProject                      sign-in  404       403     in      in     in     404        sign-in  403     404
  restoreProject                      sign-in  404       403     in      in     in     404        sign-in  403     404
  deleteProject                       sign-in  404       403     403     in     in     404        sign-in  403     404
  changeRole                          sign-in  404       403     403     in     in     404        sign-in  403     404
  setRoleEnd                          sign-in  404       403     403     in     in     404        sign-in  403     404
  removeMember                        sign-in  404       403     403     in     in     404        sign-in  403     404
  createRole                          sign-in  404       403     403     in     in     404        sign-in  403     404
  updateRole                          sign-in  404       403     403     in     in     404        sign-in  403     404
  deleteRole                          sign-in  404       403     403     in     in     404        sign-in  403     404
  inviteMembers                       sign-in  404       403     403     in     in     404        sign-in  403     404
  inviteMany                          sign-in  404       403     403     in     in     404        sign-in  403     404
  createLinkInvitation                sign-in  404       403     403     in     in     404        sign-in  403     404
  revokeLinkInvitation                sign-in  404       403     403     in     in     404        sign-in  403     404
  approveJoinRequest                  sign-in  404       403     403     in     in     404        sign-in  403     404
  declineJoinRequest                  sign-in  404       403     403     in     in     404        sign-in  403     404
  addDomain                           sign-in  404       403     403     in     in     404        sign-in  403     404
  checkDomain                         sign-in  404       403     403     in     in     404        sign-in  403     404
  changeDomainMode                    sign-in  404       403     403     in     in     404        sign-in  403     404
  removeDomain                        sign-in  404       403     403     in     in     404        sign-in  403     404
  resendInvitation                    sign-in  404       403     403     in     in     404        sign-in  403     404
  revokeInvitation                    sign-in  404       403     403     in     in     404        sign-in  403     404
  copyInvitationLink                  sign-in  404       403     403     in     in     404        sign-in  403     404
  renameOrganization                  sign-in  404       403     403     in     in     404        sign-in  403     404
  releaseSlug                         sign-in  404       403     403     in     in     404        sign-in  403     404
  uploadLogo                          sign-in  404       403     403     in     in     404        sign-in  403     404
  removeLogo                          sign-in  404       403     403     in     in     404        sign-in  403     404
  changeAccent                        sign-in  404       403     403     in     in     404        sign-in  403     404
  changeSlug                          sign-in  404       403     403     in     in     404        sign-in  403     404
  checkNewSlug                        sign-in  404       403     403     in     in     404        sign-in  403     404
  updatePolicies                      sign-in  404       403     403     in     in     404        sign-in  403     404
  askForAccess                        sign-in  404       in      in      in     in     404        sign-in  in      404
  withdrawAccessRequest               sign-in  404       in      in      in     in     404        sign-in  in      404
  grantAccess                         sign-in  404       403     403     in     in     404        sign-in  403     404
  declineAccess                       sign-in  404       403     403     in     in     404        sign-in  403     404
  viewAs                              sign-in  404       403     403     in     in     404        sign-in  in      404
  stopViewing                         sign-in  in        in      in      in     in     in         sign-in  in      in
  deleteOrganization                  sign-in  404       403     403     403    in     404        sign-in  403     404
  prepareExport                       sign-in  404       403     403     403    in     404        sign-in  403     404
  offerOwnership                      sign-in  404       403     403     403    in     404        sign-in  403     404
  withdrawOwnership                   sign-in  404       403     403     403    in     404        sign-in  403     404
  acceptOwnership                     sign-in  404       in      in      in     in     404        sign-in  in      404
  declineOwnership                    sign-in  404       in      in      in     in     404        sign-in  in      404
  changeRetention                     sign-in  404       403     403     in     in     404        sign-in  403     404
`

// Two owners who are not quite what their role says, where an organization is asked: one whose session lay unused for longer than
// its policy allows is refused everywhere, and one who looks at it as a viewer does sees a viewer's pages and changes nothing.
function atOrganization(name: string, exported: string) {
  const viewer = matrix[name]?.[principals.indexOf('viewer')]
  // a file that is taken is an act: it leaves a line in the log
  if (/^GET \/api\/o\/.*\/(export|csv|jsonl)$/.test(name)) return { idle: '403', viewing: '409' }
  if (name.startsWith('/o/') || name.startsWith('GET /api/o/')) return { idle: '403', viewing: viewer }
  if (name.startsWith('POST /api/o/')) return { idle: '403', viewing: '409' }
  const { filename } = exported ? action(exported) : { filename: '' }
  if (filename.startsWith('app/o/[slug]/')) return { idle: '403', viewing: 'looks' }
  const owner = matrix[name]?.[principals.indexOf('owner')]
  return { idle: owner, viewing: owner }
}

// Who has passed the first step and not the second is nobody, everywhere but there.
const halfway: Record<string, string> = { '/sign-in/two-factor': '200', passSecondStep: 'in' }

const [heading = [], ...typed] = table
  .split('\n')
  .filter((line) => line.trim())
  .map((line) => line.trim().split(/ {2,}/))
const matrix = Object.fromEntries(typed.map(([name = '', ...cells]) => [name, cells]))
const entrances = listEntrances()

test('every entrance has its row, and every row its entrance', () => {
  expect(heading).toEqual(principals)
  for (const cells of Object.values(matrix)) expect(cells).toHaveLength(principals.length)
  const names = entrances.map(({ name }) => name)
  expect(
    names.filter((name) => !matrix[name]),
    'type what everybody gets there into `matrix` in tests/attack/matrix.spec.ts',
  ).toEqual([])
  expect(
    Object.keys(matrix).filter((name) => !names.includes(name)),
    'these are no entrances any more: remove them',
  ).toEqual([])
})

for (const { kind, name, exported } of entrances) {
  test(`${kind} ${name} answers everybody as the matrix says`, async ({ cast }) => {
    const got: string[] = []
    for (const who of principals) got.push(await knock(who))
    expect(row(got)).toEqual(row(matrix[name] ?? []))
    expect(await knock('half'), 'between the first factor and the second').toBe(halfway[name] ?? matrix[name]?.[0])

    const { idle, viewing } = atOrganization(name, kind === 'action' ? exported : '')
    expect(await knock('idle'), 'in a session that the policy does not accept').toBe(idle)
    expect(await knock('viewing'), 'looking as a viewer').toBe(viewing)

    async function knock(who: Principal | 'half' | 'idle' | 'viewing') {
      if (who === 'half' && exported === 'giveUpSecondStep')
        return readAction(await act(await halfSignedIn(), exported, cast))
      const client = who === 'half' || who === 'idle' || who === 'viewing' ? cast[who] : cast.clients[who]
      if (kind === 'page') return readPage(await client.get(addressOf(name, cast)), addressOf(name, cast), client)
      if (kind === 'handler') return String((await handle(client, name, cast)).status)
      const leaves =
        /^(signOut|signOutOfAll|addAccount)$/.test(exported) && who !== 'nobody' && who !== 'revoked' && who !== 'half'
      const person = who === 'idle' || who === 'viewing' ? 'owner' : who
      return readAction(await act(leaves ? await signedIn(cast.people[person as 'owner']) : client, exported, cast))
    }
  })
}

// Either permission opens it, and each shows what its holder decides.
test('page /o/[slug]/members/requests lets in who decides one kind of request, and shows them no other', async ({
  cast,
}) => {
  const mark = cast.org.slug
  const asking = await person(`asking-${mark}`)
  await rows(
    `insert into "JoinRequest" ("organizationId", "userId", email, "expiresAt") values ($1, $2, $3, now() + interval '1 day') returning id`,
    [cast.org.id, asking.id, asking.email],
  )
  const wanting = await join(cast.org, await person(`wanting-${mark}`), 'viewer')
  await rows(
    `insert into "AccessRequest" ("organizationId", "membershipId", permission) values ($1, $2, 'project:create') returning id`,
    [cast.org.id, wanting.membershipId],
  )
  const sees = async (permission: string) => {
    const own = ['organization:read', 'member:read', 'project:read', 'project:create', permission]
    const someone = await joinWith(cast.org, await person(`${permission.replace(':', '-')}-${mark}`), own)
    const { status, text } = await (await signedIn(someone)).get(addressOf('/o/[slug]/members/requests', cast))
    return { status, joining: text.includes(asking.email), access: text.includes(wanting.email) }
  }
  expect(await sees('member:invite')).toEqual({ status: 200, joining: true, access: false })
  expect(await sees('member:update')).toEqual({ status: 200, joining: false, access: true })
  expect(await sees('member:remove')).toEqual({ status: 403, joining: false, access: false })
})

const row = (cells: string[]) => Object.fromEntries(principals.map((who, column) => [who, cells[column]]))

function readPage({ status, headers }: Answer, address: string, client: Client) {
  if (status !== 307) return String(status)
  const { location = '' } = headers
  // the middleware says where it is, a page leaves that to Next
  const path = location.startsWith(`${client.base}/`) ? location.slice(client.base.length) : location
  if (path === `/sign-in?next=${encodeURIComponent(address)}`) return 'sign-in'
  if (path === '/sign-in') return 'start'
  return /^\/(o\/|new$|account\/(organizations|security)$)/.test(path) ? 'app' : `307 to ${location}`
}

function handle(client: Client, name: string, cast: Cast) {
  const [method = 'GET', route = ''] = name.split(' ')
  return method === 'POST' ? client.post(addressOf(route, cast), {}) : client.ask(addressOf(route, cast), { method })
}

/** As React sends it, from a page that has it. What is bound is a claim of the sender. */
function act(client: Client, name: string, cast: Cast) {
  const { id, filename, workers } = action(name)
  const [page = ''] = Object.keys(workers).map((worker) =>
    worker
      .replace(/^app/, '')
      .replace(/\/\([^)]*\)/g, '')
      .replace(/\/page$/, ''),
  )
  const bound = filename.startsWith('app/o/[slug]/') ? [cast.org.slug] : []
  const address = addressOf(page || '/', cast)
  const headers = { 'next-action': id, accept: 'text/x-component', referer: client.base + address }
  return client.post(address, reactPost(bound, {}), headers)
}

function readAction({ status, headers, text }: Answer) {
  const redirect = headers['x-action-redirect'] ?? ''
  // the status is 303, or 200 when Next sends the page along that it redirects to
  if (/^\/sign-in(\?signed-out|\?add|\?problem=second-step-over)?;/.test(redirect)) return 'on'
  if (/^\/sign-in\?next=/.test(redirect)) return 'sign-in'
  const state = returned(text)
  if (!state) return `${status} ${redirect} ${text.slice(0, 200)}`
  if (/^You need the permission “.+” \(\w+:\w+\) for this\./.test(state.message ?? '')) return '403'
  if (/^This organization asks you to sign in again/.test(state.message ?? '')) return '403'
  if (/^You see this as viewer: nothing can be changed/.test(state.message ?? '')) return 'looks'
  if (state.message === 'There is nothing here.') return '404'
  return status === 200 && !state.ok && state.message ? 'in' : `${status} ${JSON.stringify(state)}`
}
