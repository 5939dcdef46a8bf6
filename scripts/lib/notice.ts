import { styleText } from 'node:util'

/** An error whose message is the whole story: it is printed as one line, without a stack. */
export class Notice extends Error {}

export function say(line: string) {
  console.log(`${styleText('cyan', '·')} ${line}`)
}

export function warn(line: string) {
  console.warn(`${styleText('yellow', '!')} ${line}`)
}

/** Runs a script's body and ends with the exit code that it returns, or as an error says. */
export async function run(body: () => Promise<unknown>) {
  try {
    const code = await body()
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    fail(error)
  }
}

/** One line for a Notice or a wrong environment, a stack for what nobody expected. */
export function fail(error: unknown) {
  const expected = error instanceof Notice || (error instanceof Error && error.constructor.name === 'EnvironmentError')
  console.error(expected ? `${styleText('red', '✗')} ${error.message}` : error)
  process.exitCode = 1
}
