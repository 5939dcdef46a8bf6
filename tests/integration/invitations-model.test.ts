import fc from 'fast-check'
import { expect, test } from 'vitest'
import { restoreOrganization } from '@/app/account/organizations/actions'
import { acceptInvitation, acceptMyInvitation, declineMyInvitation } from '@/app/invite/actions'
import {
  changeRole,
  copyInvitationLink,
  createLinkInvitation,
  inviteMembers,
  removeMember,
  resendInvitation,
  revokeInvitation,
  revokeLinkInvitation,
} from '@/app/o/[slug]/members/actions'
import { deleteOrganization } from '@/app/o/[slug]/settings/actions'
import { asOne } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { type Member, type Organization, organization } from '@/tests/support/world'
import { mailedToken, roleIn, tokenIn } from './invitation-mail'

// Whatever a few people do with invitations, in whatever order: the product and this book agree on what is refused, who is in
// with which role, what is open, and how often a link was used. The book knows names and states, and none of the product's rules
// by its functions.

type Role = 'owner' | 'admin' | 'member'
type Letter = {
  state: 'open' | 'late' | 'closed' | 'taken'
  role: Role
  by: 'olive' | 'grace'
  mail: string
  copy?: string
  id: string
}
type Book = {
  letters: Letter[]
  link: { secret: string; id: string; live: boolean; uses: number } | null
  grace: 'admin' | 'member' | 'gone'
  there: boolean
  inside: Map<string, Role>
  spent: string[]
}

const inviters = ['olive', 'grace'] as const
type Inviter = (typeof inviters)[number]

/** What each may offer, typed by hand. */
const offers = { olive: ['owner', 'admin', 'member'], admin: ['admin', 'member'], member: [], gone: [] } as const

type Act =
  | { do: 'invite'; by: Inviter; role: Role }
  | { do: 'resend' | 'copy' | 'revoke'; by: Inviter }
  | { do: 'accept'; with: 'mail' | 'copy' | 'inbox' | 'spent' }
  | { do: 'follow'; who: 'ada' | 'bob' | 'carl' }
  | { do: 'grace'; becomes: Book['grace'] }
  | { do: 'decline' | 'wait' | 'make link' | 'revoke link' | 'delete' | 'restore' | 'remove ada' }

const by = fc.constantFrom(...inviters)
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('invite' as const),
      by,
      role: fc.constantFrom<Role>('owner', 'admin', 'member'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('resend' as const, 'copy' as const, 'revoke' as const), by }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('accept' as const),
      with: fc.constantFrom('mail' as const, 'copy' as const, 'inbox' as const, 'spent' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('follow' as const),
      who: fc.constantFrom('ada' as const, 'bob' as const, 'carl' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('grace' as const),
      becomes: fc.constantFrom<Book['grace']>('admin', 'member', 'gone'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'decline' as const,
        'wait' as const,
        'make link' as const,
        'make link' as const,
        'revoke link' as const,
        'delete' as const,
        'restore' as const,
        'restore' as const,
        'restore' as const,
        'remove ada' as const,
      ),
    }),
  },
)

type World = { org: Organization; olive: Member; grace: Member; ada: Person; bob: Person; carl: Person; book: Book }

const mayOffer = (book: Book, who: Inviter, role: Role) =>
  (offers[who === 'olive' ? 'olive' : book.grace] as readonly Role[]).includes(role)
const mayInvite = (book: Book, who: Inviter) => book.there && (who === 'olive' || book.grace === 'admin')
const stands = (book: Book, { by, role }: Pick<Letter, 'by' | 'role'>) => mayOffer(book, by, role)
const done = (answer: object) => 'redirectTo' in answer || ('ok' in answer && answer.ok === true)

let round = 0

async function begin(): Promise<World> {
  const { org, olive, grace } = await organization(`model-${++round}`, { olive: 'owner', grace: 'admin' })
  const [ada, bob, carl] = [await person('ada'), await person('bob'), await person('carl')]
  const book: Book = { letters: [], link: null, grace: 'admin', there: true, inside: new Map(), spent: [] }
  return { org, olive, grace, ada, bob, carl, book }
}

/** Time goes by for the counters, as minutes lie between these acts; what is counted and how much stays as it is. */
const minutesPass = () => rows('update "RateLimit" set expire = 0 returning key')

async function perform(world: World, act: Act): Promise<void> {
  const { org, book, ada } = world
  const letter = book.letters.at(-1)
  const post = (who: Person, work: () => Promise<object>) => asOne(who, () => outcome(work))
  switch (act.do) {
    case 'invite': {
      const allowed = mayInvite(book, act.by) && mayOffer(book, act.by, act.role)
      const open = letter && (letter.state === 'open' || letter.state === 'late') ? letter : null
      const sent = allowed && !book.inside.has('ada') && (!open || mayOffer(book, act.by, open.role))
      await minutesPass()
      const answer = await post(world[act.by], () =>
        inviteMembers(org.slug, {}, form({ emails: ada.email, role: act.role })),
      )
      expect(done(answer), 'invited').toBe(sent)
      if (!sent) return
      const fresh = { state: 'open' as const, role: act.role, by: act.by, mail: await mailedToken(ada.email) }
      if (open) {
        spend(book, open)
        Object.assign(open, fresh, { copy: undefined })
      } else book.letters.push({ ...fresh, id: await newestLetter(org, ada) })
      return
    }
    case 'resend': {
      if (!letter) return
      const sent =
        mayInvite(book, act.by) && mayOffer(book, act.by, letter.role) && ['open', 'late'].includes(letter.state)
      await minutesPass()
      const answer = await post(world[act.by], () => resendInvitation(org.slug, {}, form({ invitationId: letter.id })))
      expect(done(answer), 'sent again').toBe(sent)
      if (!sent) return
      spend(book, letter)
      Object.assign(letter, { state: 'open', by: act.by, mail: await mailedToken(ada.email), copy: undefined })
      return
    }
    case 'copy': {
      if (!letter) return
      const made =
        mayInvite(book, act.by) &&
        mayOffer(book, act.by, letter.role) &&
        letter.state === 'open' &&
        stands(book, letter)
      const answer = await post(world[act.by], () =>
        copyInvitationLink(org.slug, {}, form({ invitationId: letter.id })),
      )
      expect(done(answer), 'copied').toBe(made)
      if (!made) return
      if (letter.copy) book.spent.push(letter.copy)
      letter.copy = tokenIn('reveal' in answer ? String(answer.reveal) : '')
      return
    }
    case 'revoke': {
      if (!letter) return
      const closed =
        mayInvite(book, act.by) && mayOffer(book, act.by, letter.role) && ['open', 'late'].includes(letter.state)
      const answer = await post(world[act.by], () => revokeInvitation(org.slug, {}, form({ invitationId: letter.id })))
      expect(done(answer), 'revoked').toBe(closed)
      if (closed) letter.state = 'closed'
      return
    }
    case 'decline': {
      if (!letter) return
      const closed = ['open', 'late'].includes(letter.state)
      const answer = await post(ada, () => declineMyInvitation({}, form({ invitationId: letter.id })))
      expect(done(answer), 'declined').toBe(closed)
      if (closed) letter.state = 'closed'
      return
    }
    case 'wait': {
      if (letter?.state === 'open') letter.state = 'late'
      await rows(
        `update "Invitation" set "expiresAt" = now() where "organizationId" = $1 and email is not null returning id`,
        [org.id],
      )
      return
    }
    case 'accept': {
      const secret = act.with === 'spent' ? book.spent.at(-1) : act.with === 'inbox' ? undefined : letter?.[act.with]
      if (!letter || (act.with !== 'inbox' && !secret)) return
      const joined = act.with !== 'spent' && book.there && letter.state === 'open' && stands(book, letter)
      const answer = await post(ada, () =>
        secret
          ? acceptInvitation({}, form({ token: secret }))
          : acceptMyInvitation({}, form({ invitationId: letter.id })),
      )
      expect(done(answer), `accepted with ${act.with}`).toBe(joined)
      if (!joined) return
      letter.state = 'taken'
      if (!book.inside.has('ada')) book.inside.set('ada', letter.role)
      return
    }
    case 'make link': {
      const made = mayInvite(book, 'grace')
      const answer = await post(world.grace, () =>
        createLinkInvitation(org.slug, {}, form({ role: 'member', maxUses: '2', days: '1' })),
      )
      expect(done(answer), 'link made').toBe(made)
      if (made)
        book.link = {
          secret: tokenIn('reveal' in answer ? String(answer.reveal) : ''),
          id: await newestLink(org),
          live: true,
          uses: 0,
        }
      return
    }
    case 'revoke link': {
      const { link } = book
      if (!link) return
      const closed = book.there && link.live
      const answer = await post(world.olive, () => revokeLinkInvitation(org.slug, {}, form({ invitationId: link.id })))
      expect(done(answer), 'link revoked').toBe(closed)
      if (closed) link.live = false
      return
    }
    case 'follow': {
      const { link } = book
      if (!link) return
      const known = book.inside.has(act.who)
      const joined = book.there && !known && link.live && link.uses < 2 && book.grace === 'admin'
      const answer = await post(world[act.who], () => acceptInvitation({}, form({ token: link.secret })))
      expect(done(answer), `${act.who} followed the link`).toBe(joined || (book.there && known))
      if (!joined) return
      link.uses++
      book.inside.set(act.who, 'member')
      return
    }
    case 'grace': {
      if (!book.there || act.becomes === book.grace) return
      if (book.grace === 'gone') await bringBack(world, act.becomes === 'admin' ? 'admin' : 'member')
      else {
        const membershipId = await membershipOf(org, world.grace)
        const answer = await post(world.olive, () =>
          act.becomes === 'gone'
            ? removeMember(org.slug, {}, form({ membershipId }))
            : changeRole(org.slug, {}, form({ membershipId, role: act.becomes })),
        )
        expect(done(answer), `grace becomes ${act.becomes}`).toBe(true)
      }
      book.grace = act.becomes
      return
    }
    case 'delete': {
      const deleted = book.there
      const answer = await post(world.olive, () => deleteOrganization(org.slug, {}, form({ confirmation: org.name })))
      expect(done(answer), 'deleted').toBe(deleted)
      book.there = false
      return
    }
    case 'restore': {
      const restored = !book.there
      const answer = await post(world.olive, () => restoreOrganization({}, form({ organizationId: org.id })))
      expect(done(answer), 'restored').toBe(restored)
      book.there = true
      return
    }
    case 'remove ada': {
      const removed = book.there && book.inside.has('ada')
      const membershipId = await membershipOf(org, ada)
      const answer = await post(world.olive, () => removeMember(org.slug, {}, form({ membershipId })))
      expect(done(answer), 'ada removed').toBe(removed)
      if (!removed) return
      book.inside.delete('ada')
      // what still lies in her mailbox does not bring her back
      for (const one of book.letters) if (one.state === 'open' || one.state === 'late') one.state = 'closed'
    }
  }
}

/** She was removed, so she is invited once more, and accepts. */
async function bringBack({ org, olive, grace }: World, role: 'admin' | 'member') {
  await minutesPass()
  const invited = await asOne(olive, () =>
    outcome(() => inviteMembers(org.slug, {}, form({ emails: grace.email, role }))),
  )
  expect(done(invited), 'grace invited').toBe(true)
  const token = await mailedToken(grace.email)
  expect(done(await asOne(grace, () => outcome(() => acceptInvitation({}, form({ token }))))), 'grace is back').toBe(
    true,
  )
}

async function membershipOf(org: Organization, { id }: Person) {
  const [found] = await rows<{ id: string }>(
    `select id from "Membership" where "organizationId" = $1 and "userId" = $2`,
    [org.id, id],
  )
  return found?.id ?? id
}

function spend(book: Book, { mail, copy }: Letter) {
  book.spent.push(mail, ...(copy ? [copy] : []))
}

async function newestLetter(org: Organization, { email }: Person) {
  const [found] = await rows<{ id: string }>(
    `select id from "Invitation" where "organizationId" = $1 and email = $2 order by "createdAt" desc limit 1`,
    [org.id, email],
  )
  return found?.id ?? ''
}

async function newestLink(org: Organization) {
  const [found] = await rows<{ id: string }>(
    `select id from "Invitation" where "organizationId" = $1 and email is null order by "createdAt" desc limit 1`,
    [org.id],
  )
  return found?.id ?? ''
}

/** What is in the database is what is in the book. */
async function compare({ org, ada, bob, carl, book }: World) {
  const inside = { ada: await roleIn(org, ada), bob: await roleIn(org, bob), carl: await roleIn(org, carl) }
  expect(inside).toEqual({
    ada: book.inside.get('ada') ?? null,
    bob: book.inside.get('bob') ?? null,
    carl: book.inside.get('carl') ?? null,
  })
  const found = await rows<{ state: string }>(
    `select case when "acceptedAt" is not null then 'taken' when "revokedAt" is not null then 'closed'
                 when "expiresAt" > now() then 'open' else 'late' end as state
       from "Invitation" where "organizationId" = $1 and email = $2 order by "createdAt"`,
    [org.id, ada.email],
  )
  expect(found.map(({ state }) => state)).toEqual(book.letters.map(({ state }) => state))
  if (!book.link) return
  expect(await rows('select uses from "Invitation" where id = $1', [book.link.id])).toEqual([{ uses: book.link.uses }])
}

test('whatever they do, in whatever order, the book agrees', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 30 }), async (acts) => {
      const world = await begin()
      // what the rest is about: without it most of what follows would be about nothing
      await perform(world, { do: 'invite', by: 'grace', role: 'member' })
      await perform(world, { do: 'make link' })
      for (const one of acts) {
        await perform(world, one)
        await compare(world)
      }
    }),
    { numRuns: 20, endOnFailure: true },
  )
})
