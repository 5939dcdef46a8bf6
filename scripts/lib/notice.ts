import { styleText } from 'node:util'

/** An error whose message is the whole story: it is printed as one line, without a stack. */
export class Notice extends Error {}

export function say(line: string) {
  console.log(`${styleText('cyan', '·')} ${line}`)
}

export function warn(line: string) {
  console.warn(`${styleText('yellow', '!')} ${line}`)
}

/** Runs a script's body: a Notice becomes one line and exit code 1, anything else keeps its stack. */
export async function run(body: () => Promise<unknown>) {
  try {
    const code = await body()
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    if (error instanceof Notice) console.error(`${styleText('red', '✗')} ${error.message}`)
    else console.error(error)
    process.exitCode = 1
  }
}
