import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section className={cn('rounded-xl border bg-card text-card-foreground shadow-card', className)} {...props} />
}

type CardHeaderProps = {
  title: ReactNode
  id?: string
  description?: ReactNode
  actions?: ReactNode
  className?: string
}

export function CardHeader({ title, id, description, actions, className }: CardHeaderProps) {
  return (
    <div
      className={cn('flex flex-wrap items-start justify-between gap-x-4 gap-y-3 px-5 pt-4.5 last:pb-4.5', className)}
    >
      <div className="min-w-0">
        <h2 id={id} className="text-[0.9375rem] font-semibold tracking-tight">
          {title}
        </h2>
        {description && <p className="mt-1 max-w-prose text-[0.8125rem] text-muted-foreground">{description}</p>}
      </div>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </div>
  )
}

export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('px-5 py-4.5', className)} {...props} />
}

/** One thing that can be done, and what it does. */
export function CardRow({ title, description, children }: Omit<CardHeaderProps, 'actions'> & { children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 py-4">
      <div className="min-w-0 flex-1 basis-60">
        <h3 className="font-medium">{title}</h3>
        <p className="mt-0.5 text-[0.8125rem] text-muted-foreground">{description}</p>
      </div>
      {children}
    </div>
  )
}

export function CardFooter({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      className={cn(
        'flex flex-wrap items-center justify-end gap-2 rounded-b-xl border-t bg-muted px-5 py-3',
        className,
      )}
      {...props}
    />
  )
}
