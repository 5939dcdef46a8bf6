import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

/*
 * Under 640 px each row becomes a card and each cell names itself by `label`. `display: block` takes the table's meaning
 * away from assistive technology, which is why the roles are written out.
 */
export function Table({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div className={cn('table-frame', className)}>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table role="table" aria-label={label} className="data-table">
        {children}
      </table>
    </div>
  )
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <thead role="rowgroup">
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <tr role="row">{children}</tr>
    </thead>
  )
}

export function TableBody({ children, ...props }: ComponentProps<'tbody'>) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <tbody role="rowgroup" {...props}>
      {children}
    </tbody>
  )
}

export function Row(props: ComponentProps<'tr'>) {
  // biome-ignore lint/a11y/noRedundantRoles: see above
  return <tr role="row" {...props} />
}

export function HeadCell(props: ComponentProps<'th'>) {
  // biome-ignore lint/a11y/noRedundantRoles: see above
  return <th scope="col" role="columnheader" {...props} />
}

/** `main` names the row; `actions` holds its menu, in the card's corner on a phone. */
export function Cell({
  label,
  main,
  actions,
  ...props
}: ComponentProps<'td'> & { label?: string; main?: boolean; actions?: boolean }) {
  // biome-ignore lint/a11y/noRedundantRoles: see above
  if (main) return <th scope="row" role="rowheader" {...props} />
  // biome-ignore lint/a11y/noRedundantRoles: see above
  return <td role="cell" data-label={label} data-actions={actions || undefined} {...props} />
}
