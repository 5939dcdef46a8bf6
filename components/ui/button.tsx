import Link from 'next/link'
import type { ComponentProps } from 'react'
import { type ButtonLook, buttonVariants } from './button-variants'

export function Button({
  variant,
  size,
  wide,
  className,
  type = 'button',
  ...props
}: ComponentProps<'button'> & ButtonLook) {
  return <button type={type} className={buttonVariants({ variant, size, wide, className })} {...props} />
}

export function ButtonLink({ variant, size, wide, className, ...props }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={buttonVariants({ variant, size, wide, className })} {...props} />
}
