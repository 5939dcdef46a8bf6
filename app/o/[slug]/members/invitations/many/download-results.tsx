'use client'
import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { buttonVariants } from '@/components/ui/button-variants'
import { useFormState } from '@/components/ui/form-context'

type Words = Record<'download' | 'line' | 'outcome', string>

/** What happened to each address, for a spreadsheet. */
export function DownloadResults({ words }: { words: Words }) {
  const { results } = useFormState().state
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!results) return
    const rows = [[words.line, words.outcome], ...results.map(({ subject, outcome }) => [subject, outcome])]
    const text = rows.map((row) => row.map(cell).join(',')).join('\r\n')
    const made = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: 'text/csv' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [results, words])
  if (!results || !url) return null
  return (
    <a
      href={url}
      download="invitations.csv"
      className={buttonVariants({ variant: 'secondary', size: 'sm', className: 'w-fit' })}
    >
      <Download aria-hidden="true" />
      {words.download}
    </a>
  )
}

/** [OWASP CSV Injection] What a spreadsheet would take for a formula begins with an apostrophe. */
function cell(text: string) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
