import { normalizeEmail } from '../strings'

/**
 * The addresses in a pasted list or a CSV file, in order, each once; what is none stays as it was written, so that it can be
 * shown. Commas, semicolons or tabs between columns, quotes, CRLF and a byte-order mark are all the same here. Of a file, the
 * column whose head says e-mail is read, else the first that holds an address; names, roles and formulas are left out.
 */
export function readListOfPeople(text: string): string[] {
  const rows = readRows(text.replace(/^\ufeff/, ''))
  const headed = rows[0]?.findIndex((cell) => /^e-?mail( ?address(es)?)?$/i.test(cell)) ?? -1
  const words = (headed < 0 ? rows : rows.slice(1)).flatMap((row) => wordsOf(row, headed))
  const seen = new Set<string>()
  return words.filter((word) => {
    const known = seen.has(word)
    seen.add(word)
    return !known
  })
}

function wordsOf(row: string[], column: number): string[] {
  if (column >= 0) return row[column] ? addressesIn(row[column]) : []
  const found = row.flatMap(addressesIn).filter((word) => word.includes('@'))
  // nobody's line disappears: without an address it is shown as it is
  return found.length > 0 ? found : row.filter(Boolean).slice(0, 1)
}

/** “Ada <ada@x.org>”, “ada@x.org grace@x.org”; an apostrophe before it is what spreadsheets put there to say that it is text. */
function addressesIn(cell: string): string[] {
  const bracketed = /<\s*([^<>\s]+)\s*>/.exec(cell)?.[1]
  const words = bracketed
    ? [bracketed]
    : cell.split(/\s+/).some(isAddress)
      ? cell.split(/\s+/).filter(isAddress)
      : [cell]
  return words.map((word) => normalizeEmail(word.replace(/^'/, '')) ?? word.slice(0, 254))
}

const isAddress = (word: string) => normalizeEmail(word.replace(/^'/, '')) !== null

/** Rows of cells, each trimmed [RFC 4180, and what spreadsheets make of it]. Each character is looked at once, however long the text. */
function readRows(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    row.push(cell.trim())
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.some(Boolean)) rows.push(row)
    row = []
  }
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (/[\r\n]/.test(character)) {
      quoted = false // an address is on one line: a quote that is never closed takes no other line along
      endRow()
    } else if (!quoted && /[,;\t]/.test(character)) endCell()
    else cell += character
  }
  endRow()
  return rows
}
