/** “ada@x.org, Grace <grace@x.org>” → both addresses. What is no address stays as it was typed, so that it can be shown. */
export function readAddresses(text: string) {
  const bare = text.replace(/(?:"[^"]*"|[^,;\n\t<>"])*<\s*([^<>\s]+)\s*>/g, ' $1 ')
  return bare.split(/[\s,;]+/).filter(Boolean)
}

/** Only a hint while typing; the server decides. */
export function looksLikeAddress(text: string) {
  return /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(text)
}
