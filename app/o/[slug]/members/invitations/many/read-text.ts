/** Far more than five hundred people need. */
const LARGEST = 400_000

/** A file as text: UTF-8, or UTF-16 as spreadsheets save “Unicode text”. Null for one that is too large. */
export async function readText(file: File): Promise<string | null> {
  if (file.size > LARGEST) return null
  const bytes = await file.arrayBuffer()
  const [first, second] = new Uint8Array(bytes.slice(0, 2))
  return new TextDecoder(first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes)
}
