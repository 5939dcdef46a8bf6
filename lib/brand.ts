/** The product's name and looks. Renaming a fork happens here; the pictures in `public/` go with it. */
export const brand = {
  name: 'Atrium',
  /** Where only letters fit, such as the name of a DNS record. */
  slug: 'atrium',
  tagline: 'The part of B2B SaaS that nobody enjoys writing',
  description: 'A Next.js starter for B2B SaaS with identity, organizations and access control.',
  sender: { name: 'Atrium', address: 'hello@atrium.test' },
  repository: 'https://github.com/your-team/atrium',
  icon: '/icon.svg',
  /** Two paths in a 24 × 24 box: the outline of a courtyard's arch, and the light that falls into it. */
  mark: {
    arch: 'M4 21V11a8 8 0 0 1 16 0v10',
    light: 'M9 21v-8.5a3 3 0 0 1 6 0V21',
  },
  /** The one accent, for each theme. Mail clients do not read oklch, so they get the hex twin. */
  accent: { light: 'oklch(0.5 0.19 268)', dark: 'oklch(0.75 0.125 270)', hex: '#3b4fd0' },
  themeColor: { light: '#fbfbfc', dark: '#0e1013' },
} as const
