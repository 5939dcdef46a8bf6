'use client'
import { digestOf, ErrorPage } from '@/components/error-page'
import { useKit } from '@/components/ui/kit'

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const { words, requestId } = useKit()
  return <ErrorPage words={words} ids={[requestId, digestOf(error)]} retry={retry} />
}
