/** How every box looks, alone or in a row of a table; the mark stands behind the input, in the same grid. */
export const checkboxClasses = [
  'peer size-4.5 appearance-none rounded-sm border border-input bg-card shadow-xs checked:border-primary checked:bg-primary',
  'indeterminate:border-primary indeterminate:bg-primary disabled:opacity-50 aria-disabled:opacity-50 forced-colors:appearance-auto',
].join(' ')

const mark = 'pointer-events-none absolute size-3 text-primary-foreground opacity-0 forced-colors:hidden'

export const checkMark = (
  <>
    <svg viewBox="0 0 12 12" aria-hidden="true" className={`${mark} peer-checked:opacity-100`}>
      <path d="m2 6.5 2.5 2.5L10 3.5" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
    <svg viewBox="0 0 12 12" aria-hidden="true" className={`${mark} peer-indeterminate:opacity-100`}>
      <path d="M2.5 6h7" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  </>
)
