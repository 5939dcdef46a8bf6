import { type Person, signedIn } from './people'
import { becomes, inside, newVisitor, type Visitor } from './visitor'

/** From here on, requests come from this person's browser, signed in. */
export async function as(person: Person) {
  becomes(await signedIn(person))
}

/** From here on, requests come from a browser that nobody is signed in to. It is returned, to come back to it. */
export function asNobody(visitor: Visitor = newVisitor()) {
  becomes(visitor)
  return visitor
}

/** One request of this person, beside others: `Promise.all([asOne(ada, …), asOne(linus, …)])`. */
export async function asOne<T>(person: Person, request: () => Promise<T>) {
  const visitor = await signedIn(person)
  return inside(visitor, request)
}
