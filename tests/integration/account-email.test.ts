import { expect, test } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { resetPassword } from '@/app/(auth)/reset-password/actions'
import { signIn } from '@/app/(auth)/sign-in/actions'
import { signInWithLink } from '@/app/(auth)/sign-in/link/actions'
import { undoEmailChange } from '@/app/(auth)/undo-email-change/actions'
import { updateName } from '@/app/account/actions'
import { addAddress, cancelAddress, confirmAddress, makePrimary, removeAddress } from '@/app/account/address-actions'
import { acceptMyInvitation } from '@/app/invite/actions'
import { removeMember } from '@/app/o/[slug]/members/actions'
import { changeUser } from '@/lib/auth/operator'
import { as, asNobody, asOne } from '@/tests/support/as'
import { giveApp } from '@/tests/support/authenticator-app'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { givePasskey } from '@/tests/support/passkeys'
import { type Person, password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { newVisitor } from '@/tests/support/visitor'
import { organization } from '@/tests/support/world'

const elsewhere = (who: Person): Person => ({ ...who, visitor: newVisitor() })
const add = (address: string) => outcome(() => addAddress({}, form({ address })))
const confirm = (token: string) => outcome(() => confirmAddress({}, form({ token })))
const renamed = () => outcome(() => updateName({}, form({ name: 'Ada' })))
const refused = { redirectTo: expect.stringMatching(/^\/sign-in/) }
const sent = { ok: true, message: expect.stringContaining('We sent a link') }
const added = { redirectTo: '/account?email=added' }
const OVER = { message: expect.stringMatching(/does not work any more/) }

const addressesOf = async ({ id }: Person) => {
  const further = await rows<{ email: string }>(`select email from "EmailAddress" where "userId" = $1 order by 1`, [id])
  const { email } = await row<{ email: string }>(`select email from "User" where id = $1`, [id])
  return [email, ...further.map((one) => one.email)]
}
const idOf = async (email: string) =>
  (await row<{ id: string }>(`select id from "EmailAddress" where email = $1`, [email])).id

/** Ada has a further address, proved as people prove it. */
async function withAddress(who: Person, address: string) {
  await as(who)
  expect(await add(address)).toMatchObject(sent)
  expect(await confirm((await newestMail(address, 'add-email')).token)).toEqual(added)
}

/** `undoUrl` of the newest mail to that address. */
async function undoToken(email: string) {
  const mail = (await mailTo(email)).findLast(({ props }) => props.undoUrl)
  return new URL(mail?.props.undoUrl ?? '').searchParams.get('token') ?? ''
}

test('ada adds an address, follows its link, and signs in with it', async () => {
  const ada = await person('ada')
  await withAddress(ada, 'ada@work.test')
  expect(await addressesOf(ada)).toEqual([ada.email, 'ada@work.test'])
  expect((await mailTo(ada.email)).at(-1)).toMatchObject({ template: 'email-changed', props: { change: 'added' } })
  asNobody()
  const answer = await outcome(() => signIn({}, form({ email: 'Ada@Work.test', password, step: 'password' })))
  expect(answer).toEqual({ redirectTo: '/new' })
})

test('a link and a reset go to the address that was typed, and work', async () => {
  const ada = await person('ada')
  await withAddress(ada, 'ada@links.test')
  asNobody()
  await outcome(() => signIn({}, form({ email: 'ada@links.test', intent: 'link' })))
  const { token } = await newestMail('ada@links.test', 'sign-in-link')
  expect(await outcome(() => signInWithLink({}, form({ token })))).toEqual({ redirectTo: '/new' })
  await outcome(() => forgotPassword({}, form({ email: 'ada@links.test' })))
  expect((await newestMail('ada@links.test', 'reset-password')).token).toHaveLength(43)
  expect((await mailTo(ada.email)).filter(({ template }) => /link|reset/.test(template))).toEqual([])
})

test('the link works once, for an hour, and for nobody but who asked', async () => {
  const [ada, mallory] = [await person('ada'), await person('mallory')]
  await as(mallory)
  expect(await add('victim@people.test')).toMatchObject(sent)
  const { token } = await newestMail('victim@people.test', 'add-email')
  await as(ada) // follows a link in a mail that mallory caused
  expect(await confirm(token)).toMatchObject(OVER)
  asNobody()
  expect(await confirm(token)).toMatchObject(refused)
  await rows(`update "Token" set "expiresAt" = now() where "userId" = $1 and purpose = 'add_email'`, [mallory.id])
  await as(mallory)
  expect(await confirm(token)).toMatchObject(OVER)
  expect(await add('victim@people.test')).toMatchObject(sent)
  const newer = (await newestMail('victim@people.test', 'add-email')).token
  expect(await confirm(token)).toMatchObject(OVER)
  expect(await confirm(newer)).toEqual(added)
  expect(await confirm(newer)).toMatchObject(OVER)
})

test('an address of somebody else: the same answer, and nothing is promised', async () => {
  const [ada, linus] = [await person('ada'), await person('linus')]
  await withAddress(linus, 'linus@second.test')
  await as(ada)
  const free = await add('nobody-has-this@people.test')
  for (const theirs of [linus.email, 'linus@second.test']) {
    const answer = await add(theirs)
    expect(JSON.stringify(answer).replaceAll(theirs, 'x')).toBe(
      JSON.stringify(free).replaceAll('nobody-has-this@people.test', 'x'),
    )
    expect((await mailTo(theirs)).filter(({ props }) => props.account === ada.email)).toEqual([])
  }
})

test('a sign-up that nobody finished gives way to a proof', async () => {
  const ada = await person('ada')
  const claim = await person('claim', { email: 'claimed@people.test', verified: false })
  await withAddress(ada, 'claimed@people.test')
  expect(await rows(`select 1 from "User" where id = $1`, [claim.id])).toEqual([])
})

test('and what it had been given goes to who is left', async () => {
  const { org, una, vera } = await organization('claimed', { una: 'owner', vera: 'admin' })
  await rows('update "User" set "emailVerified" = null where id = $1', [una.id])
  await withAddress(await person('ida'), una.email)
  const left = await rows(`select "userId", "builtInRole" from "Membership" where "organizationId" = $1`, [org.id])
  expect(left).toEqual([{ userId: vera.id, builtInRole: 'owner' }])
})

test('of ten who prove one address at the same moment one gets it, as the database says', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, (_, i) => person(`rival${i}`)))
  for (const [i, one] of people.entries()) {
    await as(one)
    await rows(
      `insert into "Token" (purpose, digest, "userId", email, "expiresAt")
       values ('add_email', sha256($1), $2, 'wanted@people.test', now() + interval '1 hour')`,
      [Buffer.from(`${String(i).repeat(43)}`), one.id],
    )
  }
  const answers = await Promise.all(people.map((one, i) => asOne(one, () => confirm(String(i).repeat(43)))))
  expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(1)
  expect(await rows(`select 1 from "EmailAddress" where email = 'wanted@people.test'`)).toHaveLength(1)
})

test('no address is a primary and a further one at once, whichever comes first', async () => {
  const ada = await person('ada')
  await withAddress(ada, 'apart@people.test')
  const taken = { constraint: 'one_person_for_an_address' }
  await expect(rows(`insert into "User" (email, name) values ('apart@people.test', 'x')`)).rejects.toMatchObject(taken)
  const linus = await person('linus')
  await expect(
    rows(`insert into "EmailAddress" ("userId", email) values ($1, $2)`, [ada.id, linus.email]),
  ).rejects.toMatchObject(taken)
})

test('a further address becomes the primary one: other browsers are out, both addresses are told, one can undo', async () => {
  const ada = await person('ada')
  const phone = elsewhere(ada)
  await as(phone)
  await withAddress(ada, 'ada@new.test')
  const answer = await makePrimary({}, form({ addressId: await idOf('ada@new.test') }))
  expect(answer).toMatchObject({ ok: true })
  expect(await addressesOf(ada)).toEqual(['ada@new.test', ada.email])
  expect(await renamed()).toMatchObject({ ok: true })
  await as(phone)
  expect(await renamed()).toMatchObject(refused)
  expect((await mailTo('ada@new.test')).at(-1)?.props.undoUrl).toBeUndefined()

  const token = await undoToken(ada.email)
  asNobody()
  const undo = () => outcome(() => undoEmailChange({}, form({ token })))
  expect(await undo()).toEqual({ redirectTo: '/undo-email-change?done' })
  expect(await addressesOf(ada)).toEqual([ada.email])
  expect(await undo()).toMatchObject(OVER)
  await as(ada)
  expect(await renamed()).toMatchObject(refused)
})

test('mallory, in ada’s session, changes it twice and removes the old one: ada’s undo still wins, mallory’s does not', async () => {
  const ada = await person('ada')
  await withAddress(ada, 'mallory1@evil.test')
  await makePrimary({}, form({ addressId: await idOf('mallory1@evil.test') }))
  await withAddress(ada, 'mallory2@evil.test')
  await makePrimary({}, form({ addressId: await idOf('mallory2@evil.test') }))
  await removeAddress({}, form({ addressId: await idOf(ada.email) }))
  expect(await addressesOf(ada)).toEqual(['mallory2@evil.test', 'mallory1@evil.test'])

  const [hers, his] = [await undoToken(ada.email), await undoToken('mallory1@evil.test')]
  asNobody()
  // even when mallory is first
  expect(await outcome(() => undoEmailChange({}, form({ token: his })))).toMatchObject({ redirectTo: /done/ })
  expect(await outcome(() => undoEmailChange({}, form({ token: hers })))).toMatchObject({ redirectTo: /done/ })
  expect(await addressesOf(ada)).toEqual([ada.email])
  expect(await rows(`select 1 from "Session" where "userId" = $1`, [ada.id])).toEqual([])
})

test('neither a reset password, mallory’s or ada’s own, nor an operator who shuts the account for a night voids ada’s undo', async () => {
  const ada = await person('ada')
  await withAddress(ada, 'mallory3@evil.test')
  await makePrimary({}, form({ addressId: await idOf('mallory3@evil.test') }))
  asNobody()
  for (const email of ['mallory3@evil.test', ada.email]) {
    await outcome(() => forgotPassword({}, form({ email })))
    const { token } = await newestMail(email, 'reset-password')
    const chosen = form({ token, password: 'lamp tunnel orbit' })
    expect(await outcome(() => resetPassword({}, chosen))).toEqual({ redirectTo: '/sign-in?reset' })
  }
  await changeUser('disable', ada.email)
  const undo = async () => outcome(async () => undoEmailChange({}, form({ token: await undoToken(ada.email) })))
  expect(await undo()).toMatchObject(OVER)
  await changeUser('enable', ada.email)
  expect(await undo()).toMatchObject({ redirectTo: /done/ })
  expect(await addressesOf(ada)).toEqual([ada.email])
  // the password that was chosen since is gone with it
  expect(await rows(`select 1 from "Password" where "userId" = $1`, [ada.id])).toEqual([])
})

/** Every way in that there is, each added so long before now. */
async function giveWaysIn(who: Person, name: string, ago: string) {
  await givePasskey(who, undefined, name)
  await rows(`update "Passkey" set "createdAt" = now() - $2::interval where "userId" = $1 and name = $3`, [
    who.id,
    ago,
    name,
  ])
  await rows(
    `insert into "Account" ("userId", type, issuer, subject, label, "createdAt")
     values ($1::uuid, 'oidc', 'https://id.test', $1::text || $2, $2, now() - $3::interval)`,
    [who.id, name, ago],
  )
  await rows(`update "Password" set "changedAt" = now() - $2::interval where "userId" = $1`, [who.id, ago])
  await giveApp(who)
  await rows(`update "AuthenticatorApp" set "confirmedAt" = now() - $2::interval where "userId" = $1`, [who.id, ago])
  await rows(`update "RecoveryCode" set "createdAt" = now() - $2::interval where "userId" = $1`, [who.id, ago])
}

const waysInOf = async ({ id }: Person) => {
  const count = (table: string) => `(select count(*)::int from "${table}" where "userId" = $1) as "${table}"`
  return row(
    `select (select array_agg(name order by name) from "Passkey" where "userId" = $1) as passkeys,
            (select array_agg(label order by label) from "Account" where "userId" = $1) as accounts,
            ${count('Password')}, ${count('AuthenticatorApp')}, ${count('RecoveryCode')}`,
    [id],
  )
}

async function changeAndUndo(who: Person, meanwhile = async () => {}) {
  const other = `${who.name}@evil.test`
  await as(who)
  await rows(`update "Session" set "stepUpAt" = now() where "userId" = $1`, [who.id])
  await withAddress(who, other)
  await makePrimary({}, form({ addressId: await idOf(other) }))
  await meanwhile()
  asNobody()
  return outcome(async () => undoEmailChange({}, form({ token: await undoToken(who.email) })))
}

test('taken back, every way in goes that mallory added since, or shortly before; each is in the history, and ada is told', async () => {
  const ada = await person('ada-taken')
  await giveWaysIn(ada, 'old', '73 hours')
  const old = { passkeys: ['old'], accounts: ['old'], Password: 1, AuthenticatorApp: 1, RecoveryCode: 10 }
  expect(await waysInOf(ada)).toEqual(old)
  const bothThere = { ...old, passkeys: ['new', 'old', 'since'], accounts: ['new', 'old', 'since'] }
  expect(
    await changeAndUndo(ada, async () => {
      await rows(`delete from "AuthenticatorApp" where "userId" = $1`, [ada.id])
      await giveWaysIn(ada, 'new', '71 hours')
      await giveWaysIn(ada, 'since', '0 hours')
      expect(await waysInOf(ada)).toEqual(bothThere)
    }),
  ).toMatchObject({ redirectTo: /done/ })
  expect(await waysInOf(ada)).toEqual({ ...old, Password: 0, AuthenticatorApp: 0, RecoveryCode: 0 })

  const events = await rows<{ action: string }>(
    `select action from "SecurityEvent" where "userId" = $1 and details ->> 'because' = 'email.change_undone' order by 1`,
    [ada.id],
  )
  expect(events.map(({ action }) => action)).toEqual([
    'account.unlinked',
    'account.unlinked',
    'passkey.removed',
    'passkey.removed',
    'password.removed',
    'second_factor.disabled',
  ])
  const told = await mailTo(ada.email)
  expect(told.at(-1)?.props.removed).toEqual([
    'Passkey “new”',
    'Passkey “since”',
    'id.test account new',
    'id.test account since',
    'Password',
    'Authenticator app',
  ])
  expect((await mailTo(`${ada.name}@evil.test`)).at(-1)?.props.removed).toBeUndefined()
})

test('what ada had for longer stays, but for recovery codes that somebody made anew', async () => {
  const ada = await person('ada-kept')
  await giveWaysIn(ada, 'old', '73 hours')
  const kept = { passkeys: ['old'], accounts: ['old'], Password: 1, AuthenticatorApp: 1 }
  expect(await changeAndUndo(ada)).toMatchObject({ redirectTo: /done/ })
  expect(await waysInOf(ada)).toEqual({ ...kept, RecoveryCode: 10 })

  const bea = await person('bea-kept')
  await giveWaysIn(bea, 'old', '73 hours')
  await rows(`update "RecoveryCode" set "createdAt" = now() where "userId" = $1`, [bea.id])
  expect(await changeAndUndo(bea)).toMatchObject({ redirectTo: /done/ })
  expect(await waysInOf(bea)).toEqual({ ...kept, RecoveryCode: 0 })
})

test('after 72 hours it cannot be taken back', async () => {
  const ada = await person('ada')
  await withAddress(ada, 'ada@late.test')
  await makePrimary({}, form({ addressId: await idOf('ada@late.test') }))
  await rows(`update "Token" set "expiresAt" = now() where "userId" = $1 and purpose = 'undo_email_change'`, [ada.id])
  asNobody()
  expect(await outcome(async () => undoEmailChange({}, form({ token: await undoToken(ada.email) })))).toMatchObject(
    OVER,
  )
})

test('each of them needs a proof that it is her, but for confirming and cancelling', async () => {
  const ada = await person('ada')
  await withAddress(ada, 'ada@proof.test')
  const addressId = await idOf('ada@proof.test')
  await rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [ada.id])
  for (const act of [makePrimary, removeAddress])
    expect(await act({}, form({ addressId }))).toMatchObject({ stepUp: ['password'] })
  expect(await add('more@proof.test')).toMatchObject({ stepUp: ['password'], values: { address: 'more@proof.test' } })
  expect(await addressesOf(ada)).toEqual([ada.email, 'ada@proof.test'])
})

test('mallory touches nobody else’s addresses', async () => {
  const [ada, mallory] = [await person('ada'), await person('mallory')]
  await withAddress(ada, 'ada@hers.test')
  await add('ada@waiting.test')
  const addressId = await idOf('ada@hers.test')
  const asked = await row<{ id: string }>(`select id from "Token" where email = 'ada@waiting.test'`)
  await as(mallory)
  const nothing = { message: 'There is nothing here.' }
  for (const act of [makePrimary, removeAddress, cancelAddress])
    for (const id of [addressId, asked.id]) expect(await act({}, form({ addressId: id }))).toMatchObject(nothing)
  await as(ada)
  expect(await cancelAddress({}, form({ addressId: asked.id }))).toMatchObject({ ok: true })
  expect(await confirm((await newestMail('ada@waiting.test', 'add-email')).token)).toMatchObject(OVER)
})

test('a removed address does not let her in, nor does a link that was mailed to it', async () => {
  const ada = await person('ada')
  await withAddress(ada, 'ada@gone.test')
  const browser = asNobody()
  await outcome(() => signIn({}, form({ email: 'ada@gone.test', intent: 'link' })))
  const { token } = await newestMail('ada@gone.test', 'sign-in-link')
  await as(ada)
  expect(await removeAddress({}, form({ addressId: await idOf('ada@gone.test') }))).toMatchObject({ ok: true })
  asNobody(browser)
  expect(await outcome(() => signInWithLink({}, form({ token })))).toMatchObject(OVER)
  const answer = await outcome(() => signIn({}, form({ email: 'ada@gone.test', password, step: 'password' })))
  expect(answer).toMatchObject({ message: expect.stringContaining("couldn't") })
})

test('she can have five', async () => {
  const ada = await person('ada')
  await rows(
    `insert into "EmailAddress" ("userId", email) select $1, 'ada' || n || '@five.test' from generate_series(1, 4) n`,
    [ada.id],
  )
  await as(ada)
  expect(await add('sixth@five.test')).toMatchObject({ message: expect.stringContaining('5 addresses') })
  expect(await add('ada1@five.test')).toMatchObject({ message: 'That address is yours already.' })
})

test('an invitation to a further address is hers to accept, and ends with her membership', async () => {
  const { org, olive } = await organization('further')
  const ada = await person('ada')
  await withAddress(ada, 'ada@invited.test')
  const invite = () =>
    row<{ id: string }>(
      `insert into "Invitation" ("organizationId", email, "builtInRole", "invitedById", "expiresAt")
       values ($1, 'ada@invited.test', 'member', $2, now() + interval '1 day') returning id`,
      [org.id, olive.id],
    )
  const { id } = await invite()
  const mallory = await person('mallory')
  await as(mallory)
  expect(await outcome(() => acceptMyInvitation({}, form({ invitationId: id })))).toMatchObject({
    message: 'There is nothing here.',
  })
  await as(ada)
  expect(await outcome(() => acceptMyInvitation({}, form({ invitationId: id })))).toEqual({ redirectTo: '/o/further' })
  const again = await invite()
  const { id: membershipId } = await row<{ id: string }>(`select id from "Membership" where "userId" = $1`, [ada.id])
  await as(olive)
  expect(await removeMember(org.slug, {}, form({ membershipId }))).toMatchObject({ ok: true })
  await as(ada)
  expect(await outcome(() => acceptMyInvitation({}, form({ invitationId: again.id })))).not.toHaveProperty('redirectTo')
})
