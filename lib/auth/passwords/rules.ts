import { z } from 'zod'
import { brand } from '@/lib/brand'
import { AppError } from '@/lib/errors'
import { PASSWORD_LENGTH } from '@/lib/parameters'

/** What is asked of a password wherever one is typed: the same characters, however the keyboard composed them. Never cut off. */
export function typedPassword() {
  return z.string('Enter your password.').transform((text) => text.normalize('NFKC'))
}

/** A password to be: its length counts in characters [ASVS V6.2.1, V6.2.9]. What it is made of is for `refuseWeakPassword`. */
export function newPassword() {
  const { min, max } = PASSWORD_LENGTH
  return typedPassword().pipe(
    z
      .string()
      .refine((text) => [...text].length >= min, `Use at least ${min} characters. A few words in a row are fine.`)
      .refine((text) => [...text].length <= max, `Use at most ${max} characters.`),
  )
}

/** `others`: what else everybody knows of them, such as the names of their organizations. */
export type About = { name?: string; email: string; others?: string[] }

/** Throws when a password is on the list of common ones, or made of what everybody knows of this person [NIST SP 800-63B-4 §3.1.1.2]. */
export async function refuseWeakPassword(password: string, about: About, field = 'password') {
  const words = knownWords(about)
  const problem = isMadeOf(password, words)
    ? 'That is made of your name, your e-mail address, an organization of yours or our name. Choose something that nobody can look up.'
    : (await isCommon(password, words))
      ? 'Many people use that password, so it is easy to guess. Choose another one.'
      : null
  if (problem)
    throw new AppError('BAD_INPUT', 'Please choose another password.', { fieldErrors: { [field]: [problem] } })
}

function knownWords({ name = '', email, others = [] }: About): string[] {
  const parts = [name, email, brand.name, ...others]
    .join(' ')
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  return [...new Set(parts)].filter((word) => word.length > 2).sort((a, b) => b.length - a.length)
}

/** Nothing of substance is left once the words are taken out, whatever numbers and signs stand between them. */
function isMadeOf(password: string, words: string[]) {
  const rest = words.reduce((text, word) => text.replaceAll(word, ' '), password.toLowerCase())
  return rest !== password.toLowerCase() && rest.replace(/[^\p{L}]+/gu, '').length < 4
}

/** A million guesses: a password of the bundled list, alone, doubled, or with a few digits after it. */
const EASY = 1_000_000

/** Estimating takes longer than linearly. A beginning that is hard to guess is enough; else the whole decides. */
const BEGINNING = 32

async function isCommon(password: string, words: string[]) {
  const { check } = await commonPasswords()
  const isEasy = (text: string) => check(text, words).guesses < EASY
  return isEasy(password.slice(0, BEGINNING)) && (password.length <= BEGINNING || isEasy(password))
}

/** Loads the list while somebody still thinks of a password: from the pages where one is chosen. */
export async function preparePasswordRules(): Promise<void> {
  await commonPasswords()
}

type Estimate = { check: (password: string, words: string[]) => { guesses: number } }
let loaded: Promise<Estimate> | undefined

/** The list has 49,000 entries: not loaded before it is needed. */
function commonPasswords() {
  loaded ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]).then(
    ([{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }]) => {
      const estimator = new ZxcvbnFactory({
        dictionary: { passwords: dictionary['passwords-common'] },
        graphs: adjacencyGraphs,
      })
      return { check: (password, words) => estimator.check(password, words) }
    },
  )
  return loaded
}
