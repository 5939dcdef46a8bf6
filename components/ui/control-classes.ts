// 16 px on phones: iOS zooms into anything smaller.
const shared = [
  'w-full min-w-0 rounded-md border text-base text-foreground sm:text-sm',
  'placeholder:text-muted-foreground/80 transition-[border-color] duration-100',
  'hover:border-muted-foreground focus-visible:border-ring focus-visible:-outline-offset-1',
  'aria-invalid:border-danger aria-invalid:focus-visible:outline-danger',
  'disabled:cursor-not-allowed disabled:bg-muted disabled:text-muted-foreground [&[readonly]]:bg-muted',
]

/** One look for everything that is typed into. */
export const controlClasses = ['border-input bg-card', ...shared].join(' ')

/** In a row of a table, where a frame around each control would be all that one sees. */
export const quietControlClasses = ['border-border bg-transparent', ...shared].join(' ')
