import type { CSSProperties } from 'react'
import { brand } from '@/lib/brand'

const font = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Helvetica, Arial, sans-serif'
const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace'

/** Inline, because that is what every mail client keeps. */
export const style = {
  page: { backgroundColor: '#f4f5f7', fontFamily: font, margin: 0, padding: '32px 12px' },
  column: { maxWidth: '520px' },
  brand: { color: '#565c69', fontSize: '15px', fontWeight: 600, letterSpacing: '-0.01em', margin: '0 4px 12px' },
  card: { backgroundColor: '#ffffff', border: '1px solid #e3e5ea', borderRadius: '12px', padding: '32px' },
  heading: {
    color: '#16181d',
    fontSize: '22px',
    fontWeight: 600,
    letterSpacing: '-0.02em',
    lineHeight: '28px',
    margin: '0 0 16px',
  },
  mark: {
    borderRadius: '10px',
    color: '#ffffff',
    fontSize: '18px',
    fontWeight: 600,
    height: '40px',
    lineHeight: '40px',
    margin: '0 0 16px',
    textAlign: 'center',
    width: '40px',
  },
  paragraph: { color: '#16181d', fontSize: '15px', lineHeight: '24px', margin: '0 0 16px' },
  actionRow: { margin: '24px 0 16px' },
  action: {
    backgroundColor: brand.accent.hex,
    borderRadius: '8px',
    color: '#ffffff',
    fontSize: '15px',
    fontWeight: 600,
    padding: '13px 22px',
  },
  code: {
    backgroundColor: '#f4f5f7',
    borderRadius: '8px',
    color: '#16181d',
    fontFamily: mono,
    fontSize: '24px',
    fontWeight: 600,
    letterSpacing: '0.12em',
    lineHeight: '32px',
    margin: '0 0 16px',
    padding: '14px 16px',
    textAlign: 'center',
  },
  quote: {
    borderLeft: '3px solid #e3e5ea',
    color: '#16181d',
    fontSize: '15px',
    lineHeight: '24px',
    margin: '0 0 16px',
    padding: '0 0 0 14px',
  },
  rule: { borderTop: '1px solid #e3e5ea', margin: '24px 0 16px' },
  small: { color: '#565c69', fontSize: '13px', lineHeight: '20px', margin: '0 0 8px', overflowWrap: 'anywhere' },
  link: { color: brand.accent.hex, textDecoration: 'underline' },
  footer: { color: '#565c69', fontSize: '12px', lineHeight: '18px', margin: '16px 4px 0' },
  footerLink: { color: '#565c69', textDecoration: 'underline' },
} satisfies Record<string, CSSProperties>

/** For the clients that ask; the others invert by themselves. */
export const darkMode = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background-color: #0e1013 !important; }
  .card { background-color: #17191e !important; border-color: #2a2e37 !important; }
  .text { color: #f2f3f5 !important; }
  .soft { color: #a4aab6 !important; }
  .code { background-color: #0e1013 !important; color: #f2f3f5 !important; }
  .quote { border-color: #3a404c !important; color: #f2f3f5 !important; }
  .rule { border-top-color: #2a2e37 !important; }
  .link { color: #aab6ff !important; }
}`
