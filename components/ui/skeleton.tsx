import { cn } from './cn'

/** A place holder of the real size; the region around it says `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('skeleton animate-pulse', className)} />
}
