import type { ComponentProps } from 'react'
import { ButtonLink } from './ui/button-link'

/** Opens a `RouteDialog` over the page where it is: a list of them is not fetched ahead, and the page stays where it was scrolled. */
export function DialogLink(props: Omit<ComponentProps<typeof ButtonLink>, 'prefetch' | 'scroll'>) {
  return <ButtonLink prefetch={false} scroll={false} {...props} />
}
