import { normalizeEmail } from './strings'

export type Addresses = { valid: string[]; invalid: string[] }

// a quoted name, an address in brackets, a word, or one other character: each is looked at once, however long the text
const pieces = /"[^"]*"|<[^<>]*>|[^\s,;<>"]+|./gs

/** “ada@x.org, Grace <grace@x.org>” → both addresses, normalised and each once. Separated by commas, semicolons or white space. */
export function readAddresses(text: string): Addresses {
  const words: string[] = []
  let name: string[] = [] // what may turn out to be the name before an address in brackets
  for (const [piece] of text.matchAll(pieces)) {
    if (piece.startsWith('<') && piece.length > 1) {
      words.push(...name.filter((word) => word.includes('@')), piece.slice(1, -1))
      name = []
    } else if (/^[,;\n\r\t]$/.test(piece)) {
      words.push(...name)
      name = []
    } else if (piece.trim()) name.push(piece)
  }
  const valid = new Set<string>()
  const invalid = new Set<string>()
  for (const word of [...words, ...name]) {
    const address = normalizeEmail(word)
    if (address) valid.add(address)
    else invalid.add(word.trim().slice(0, 254))
  }
  return { valid: [...valid], invalid: [...invalid] }
}
