'use client'
import { TriangleAlert } from 'lucide-react'
import { Button } from './ui/button'
import { EmptyState } from './ui/empty-state'

type ErrorPageProps = {
  words: Record<'errorTitle' | 'errorBody' | 'errorAgain' | 'errorId', string>
  id?: string
  retry: () => void
}

/** Names what failed by an id that stands in the log beside the stack, and shows neither stack nor message. */
export function ErrorPage({ words, id, retry }: ErrorPageProps) {
  return (
    <main id="content" className="grid min-h-[70dvh] place-items-center">
      <div role="alert">
        <EmptyState
          icon={<TriangleAlert />}
          title={words.errorTitle}
          action={
            <Button variant="secondary" onClick={retry}>
              {words.errorAgain}
            </Button>
          }
        >
          {words.errorBody}
        </EmptyState>
        {id && (
          <p className="-mt-8 text-center text-xs text-muted-foreground">
            {words.errorId} <code className="font-mono select-all">{id}</code>
          </p>
        )}
      </div>
    </main>
  )
}

export function digestOf(error: unknown) {
  return error instanceof Error && 'digest' in error ? String(error.digest) : undefined
}
