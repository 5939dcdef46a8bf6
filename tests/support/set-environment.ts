import { environment } from './environment'

// Runs before each test file, and so before the application reads its environment.
Object.assign(process.env, environment)

// Vitest runs what it inlines (@auth/core) with `this` as the global object, where the tslib of another package leaves an
// older helper of the same name. Elsewhere `this` of a module is undefined, and each package has its own.
for (const helper of ['__classPrivateFieldGet', '__classPrivateFieldSet'])
  Object.defineProperty(globalThis, helper, { get: () => undefined, set: () => {}, configurable: true })
