import { Badge } from '@/components/ui/badge'

/** At the corner of the button that brought this browser in last; the button itself says it in `aria-description`. */
export function LastUsedBadge({ children }: { children: string }) {
  return (
    <Badge aria-hidden="true" tone="brand" className="pointer-events-none absolute -top-2.5 right-2 bg-card shadow-xs">
      {children}
    </Badge>
  )
}
