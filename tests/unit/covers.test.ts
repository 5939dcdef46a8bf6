import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtInRoles, covers, permissions, permissionsOf } from '@/lib/access/permissions'

// The oracle knows nothing of sets and lattices: it is a book of who gave what to whom, and a thing is somebody's when
// the book can be followed back to the founder, gift by gift.

type Gift = { from: string; to: string; things: string[] }

const FOUNDER = 'founder'
const people = [FOUNDER, 'grace', 'linus', 'vera', 'ada']

/** Whether somebody has the thing after so many entries: only the last gift to them counts, and its giver must have had the thing then. */
function has(book: readonly Gift[], entries: number, who: string, thing: string): boolean {
  for (let index = entries - 1; index >= 0; index--) {
    const gift = book[index]
    if (gift?.to === who) return gift.things.includes(thing) && has(book, index, gift.from, thing)
  }
  return who === FOUNDER
}

/** What is for owners alone is in no role of an organization's own. */
const ownable = permissions.filter((one) => one !== 'organization:delete' && one !== 'organization:transfer')
const things = fc.subarray([...ownable])
const gift = fc.record({ from: fc.constantFrom(...people), to: fc.constantFrom(...people.slice(1)), things })

/** A role of the organization's own, as its row has it: with what nobody knows, and things named twice. */
const rowOf = (names: readonly string[]) => permissionsOf({ builtInRole: null, permissions: [...names] })
const asRow = fc
  .tuple(things, fc.array(fc.constantFrom('project:fly', '', 'PROJECT:READ', '*', '__proto__', 'organization:delete')))
  .chain(([known, unknown]) =>
    fc.tuple(
      fc.constant(known),
      fc.shuffledSubarray([...known, ...known, ...unknown], { minLength: known.length * 2 + unknown.length }),
    ),
  )

describe('you cannot give what you do not have', () => {
  test('whatever is tried, in whatever order, the book agrees with every verdict', () => {
    fc.assert(
      fc.property(fc.array(gift, { maxLength: 40 }), (attempts) => {
        const book: Gift[] = []
        const held = new Map(people.map((who) => [who, rowOf(who === FOUNDER ? permissions : [])]))
        // nobody but the founder starts with anything
        for (const who of people.slice(1)) book.push({ from: FOUNDER, to: who, things: [] })
        for (const attempt of attempts) {
          const giver = held.get(attempt.from)
          if (!giver) throw new Error('a stranger')
          const allowed = attempt.things.every((thing) => has(book, book.length, attempt.from, thing))
          expect(covers(giver, rowOf(attempt.things))).toBe(allowed)
          if (!allowed) continue
          book.push(attempt)
          held.set(attempt.to, rowOf(attempt.things))
        }
        for (const who of people) {
          const inTheBook = ownable.filter((thing) => has(book, book.length, who, thing))
          expect([...(held.get(who) ?? [])].sort()).toEqual([...inTheBook].sort())
        }
      }),
      { numRuns: 400 },
    )
  })

  test('one thing too many is enough to refuse, and one thing less never is', () => {
    fc.assert(
      fc.property(things, fc.constantFrom(...ownable), (mine, extra) => {
        expect(covers(rowOf(mine), rowOf(mine))).toBe(true)
        expect(covers(rowOf(mine), rowOf([...mine, extra]))).toBe(mine.includes(extra))
        expect(covers(rowOf(mine), rowOf(mine.filter((thing) => thing !== extra)))).toBe(true)
      }),
    )
  })

  test('two who cover each other have the same', () => {
    fc.assert(
      fc.property(things, things, (a, b) => {
        const mutual = covers(rowOf(a), rowOf(b)) && covers(rowOf(b), rowOf(a))
        expect(mutual).toBe([...a].sort().join() === [...b].sort().join())
      }),
    )
  })

  test('what is unknown in a role’s row, or there twice, gives nothing and costs nothing', () => {
    fc.assert(
      fc.property(asRow, ([known, row]) => {
        expect([...rowOf(row)].sort()).toEqual([...known].sort())
        expect(covers(rowOf(known), rowOf(row))).toBe(true)
      }),
    )
  })
})

test('the built-in roles stand above each other in this order, typed by hand', () => {
  const above: Record<string, string[]> = {
    owner: ['owner', 'admin', 'member', 'viewer'],
    admin: ['admin', 'member', 'viewer'],
    member: ['member', 'viewer'],
    viewer: ['viewer'],
  }
  for (const giver of builtInRoles) {
    const given = builtInRoles.filter((role) =>
      covers(permissionsOf({ builtInRole: giver }), permissionsOf({ builtInRole: role })),
    )
    expect({ [giver]: given }).toEqual({ [giver]: above[giver] })
  }
})
