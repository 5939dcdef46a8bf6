/** The colours that an organization may choose. White on each is read in both themes: at least 4.5 to 1 [WCAG 2.2 SC 1.4.3], which a test measures. */
export const accents = {
  slate: '#475569',
  red: '#b91c1c',
  orange: '#c2410c',
  amber: '#92400e',
  green: '#15803d',
  teal: '#0f766e',
  blue: '#1d4ed8',
  indigo: '#4338ca',
  violet: '#6d28d9',
  pink: '#be185d',
} as const

export type Accent = keyof typeof accents

export const accentNames = Object.keys(accents) as Accent[]

/** A colour that is none of ours any more is none. */
export function colorOf(accent: string | null | undefined): string | undefined {
  return accentNames.includes(accent as Accent) ? accents[accent as Accent] : undefined
}
