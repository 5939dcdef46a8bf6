import type { Metadata } from 'next'
import { connection } from 'next/server'
import { Document } from '@/components/document'
import { NothingHere } from '@/components/nothing-here'
import { brand } from '@/lib/brand'
import { NOTHING_HERE } from '@/lib/errors'
import './globals.css'

export const metadata: Metadata = { title: `${NOTHING_HERE} · ${brand.name}`, icons: { icon: brand.icon } }

/** For addresses that match no route. `connection()` keeps it dynamic: a static page would carry no nonce. */
export default async function GlobalNotFound() {
  await connection()
  return (
    <Document>
      <NothingHere />
    </Document>
  )
}
