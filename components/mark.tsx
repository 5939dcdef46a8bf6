import { brand } from '@/lib/brand'
import { cn } from './ui/cn'

export function Mark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      strokeWidth="2.25"
      strokeLinecap="round"
      className={cn('size-6', className)}
    >
      <path d={brand.mark.arch} stroke="currentColor" />
      <path d={brand.mark.light} className="stroke-brand" />
    </svg>
  )
}

export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 text-[0.9375rem] font-semibold tracking-tight', className)}>
      <Mark />
      {brand.name}
    </span>
  )
}
