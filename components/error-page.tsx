type ErrorPageProps = {
  words: Record<'errorTitle' | 'errorBody' | 'errorAgain' | 'errorId', string>
  ids?: (string | undefined)[]
  retry: () => void
}

/**
 * Names what failed by an id that stands in the log beside the stack, and shows neither stack nor message. Every page
 * carries this file in case it fails, so it uses nothing of the kit but its colours.
 */
export function ErrorPage({ words, ids = [], retry }: ErrorPageProps) {
  return (
    <main id="content" className="grid min-h-[70dvh] place-content-center px-6 py-16 text-center">
      <div role="alert">
        <h1 className="text-lg font-semibold tracking-tight">{words.errorTitle}</h1>
        <p className="mx-auto mt-1.5 max-w-sm text-muted-foreground">{words.errorBody}</p>
      </div>
      <div className="mt-5">
        <button
          type="button"
          onClick={retry}
          className="h-9 rounded-md border bg-secondary px-3.5 font-medium shadow-xs hover:bg-accent"
        >
          {words.errorAgain}
        </button>
      </div>
      <p className="mt-6 flex flex-wrap justify-center gap-x-3 text-xs text-muted-foreground">
        {words.errorId}
        {ids.filter(Boolean).map((id) => (
          <code key={id} className="font-mono select-all">
            {id}
          </code>
        ))}
      </p>
    </main>
  )
}

export function digestOf(error: unknown) {
  return error instanceof Error && 'digest' in error ? String(error.digest) : undefined
}
