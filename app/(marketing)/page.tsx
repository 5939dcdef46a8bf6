import type { Metadata } from 'next'
import { brand } from '@/lib/brand'
import { Code } from './code'
import { Features } from './features'
import { Hero } from './hero'
import { People } from './people'
import { Start } from './start'

export const metadata: Metadata = { title: { absolute: `${brand.name} · ${brand.tagline}` } }

export default function LandingPage() {
  return (
    <main id="content" tabIndex={-1} className="outline-none">
      <Hero />
      <Features />
      <Code />
      <People />
      <Start />
    </main>
  )
}
