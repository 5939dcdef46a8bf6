import { createElement } from 'react'
import { Text } from 'react-email'
import { unlinked } from '@/lib/email/strings'
import { style } from './style'

/** What somebody wrote: marked as theirs, and nothing in it becomes a link. */
export function Quote({ text }: { text: string }) {
  const lines = unlinked(text)
    .split('\n')
    .flatMap((line) => [<br key="break" />, line])
    .slice(1)
  return createElement(Text, { className: 'quote', style: style.quote }, ...lines)
}
