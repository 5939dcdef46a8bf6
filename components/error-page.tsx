type ErrorPageProps = {
  words: Record<'errorTitle' | 'errorBody' | 'errorAgain' | 'errorId', string>
  id?: string
  retry: () => void
}

/**
 * Names what failed by an id that stands in the log beside the stack, and shows neither stack nor message. Every page
 * carries this file in case it fails, so it uses nothing of the kit but its colours.
 */
export function ErrorPage({ words, id, retry }: ErrorPageProps) {
  return (
    <main id="content" role="alert" className="grid min-h-[70dvh] place-content-center px-6 py-16 text-center">
      <h1 className="text-lg font-semibold tracking-tight">{words.errorTitle}</h1>
      <p className="mt-1.5 max-w-sm text-muted-foreground">{words.errorBody}</p>
      <div className="mt-5">
        <button
          type="button"
          onClick={retry}
          className="h-9 rounded-md border bg-secondary px-3.5 font-medium shadow-xs hover:bg-accent"
        >
          {words.errorAgain}
        </button>
      </div>
      {id && (
        <p className="mt-6 text-xs text-muted-foreground">
          {words.errorId} <code className="font-mono break-all select-all">{id}</code>
        </p>
      )}
    </main>
  )
}

export function digestOf(error: unknown) {
  return error instanceof Error && 'digest' in error ? String(error.digest) : undefined
}
