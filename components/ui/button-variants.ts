import { cva, type VariantProps } from 'class-variance-authority'

export const buttonVariants = cva(
  [
    'relative inline-flex shrink-0 items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap select-none',
    'transition-[background-color,border-color,color,opacity] duration-100 active:translate-y-px',
    'disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-60 aria-disabled:active:translate-y-0',
    '[&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-primary text-primary-foreground shadow-xs hover:bg-primary/88',
        secondary: 'border-border bg-secondary text-secondary-foreground shadow-xs hover:bg-accent',
        ghost: 'border-transparent text-muted-foreground hover:bg-accent hover:text-foreground',
        danger: 'border-transparent bg-destructive text-white shadow-xs hover:bg-destructive/90',
        'danger-quiet': 'border-border bg-secondary text-danger shadow-xs hover:bg-danger-soft',
        'danger-ghost': 'border-transparent text-muted-foreground hover:bg-danger-soft hover:text-danger',
      },
      size: {
        sm: 'h-8 px-2.5 text-[0.8125rem] [&_svg]:size-3.5',
        md: 'h-9 px-3.5 text-sm [&_svg]:size-4',
        lg: 'h-10.5 px-4.5 text-sm [&_svg]:size-4',
        icon: 'size-8 text-sm [&_svg]:size-4',
      },
      wide: { true: 'w-full' },
    },
    defaultVariants: { variant: 'primary', size: 'md' },
  },
)

export type ButtonLook = VariantProps<typeof buttonVariants>
