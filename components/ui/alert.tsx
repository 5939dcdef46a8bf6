import { cva, type VariantProps } from 'class-variance-authority'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'

const alertVariants = cva('flex gap-2.5 rounded-lg border px-3.5 py-3 text-sm', {
  variants: {
    tone: {
      neutral: 'border-border bg-muted text-foreground',
      success: 'border-success/25 bg-success-soft text-success',
      warning: 'border-warning/25 bg-warning-soft text-warning',
      danger: 'border-danger/25 bg-danger-soft text-danger',
    },
  },
  defaultVariants: { tone: 'neutral' },
})
const icons = { neutral: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert }

type AlertProps = Omit<ComponentProps<'div'>, 'title'> & VariantProps<typeof alertVariants> & { title?: ReactNode }

export function Alert({ tone, title, className, children, ...props }: AlertProps) {
  const Icon = icons[tone ?? 'neutral']
  return (
    <div className={alertVariants({ tone, className })} {...props}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
    </div>
  )
}
