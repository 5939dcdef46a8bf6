import Link from 'next/link'
import type { ComponentProps } from 'react'
import { type ButtonLook, buttonVariants } from './button-variants'

/** A link that looks like a button. Apart from `Button`, so that a form does not carry the router's link along. */
export function ButtonLink({ variant, size, wide, className, ...props }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={buttonVariants({ variant, size, wide, className })} {...props} />
}
