'use client'
import { CircleMinus, CirclePlus, Info, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ActionState, Review } from '@/lib/access/action-state'
import { Button } from './ui/button'
import { CardBody, CardFooter } from './ui/card'
import { useFormState } from './ui/form-context'
import { useHydrated } from './ui/hydrated'
import { SubmitButton } from './ui/submit-button'

type ReviewedFieldsProps = {
  words: Record<'review' | 'reviewing' | 'why' | 'save' | 'back', string>
  danger?: boolean
  /** The fields reach the edges of the card: sections with lines between them. */
  flush?: boolean
  children: ReactNode
}

/** First the server says what would change for whom, then it may be saved. Whatever is touched after that is reviewed again. */
export function ReviewedFields({ words, danger, flush, children }: ReviewedFieldsProps) {
  const { state } = useFormState()
  const [stale, setStale] = useState<ActionState>()
  const hydrated = useHydrated()
  const review = state === stale ? undefined : state.review
  const again = () => setStale(state)
  return (
    <>
      {flush ? (
        <div className="divide-y" onChange={again}>
          {children}
        </div>
      ) : (
        <CardBody className="grid gap-5" onChange={again}>
          {children}
        </CardBody>
      )}
      {review && <ReviewPanel key={review.token} review={review} title={words.reviewing} why={words.why} />}
      <CardFooter>
        {review ? (
          <>
            {hydrated && (
              <Button variant="secondary" onClick={again}>
                {words.back}
              </Button>
            )}
            <SubmitButton variant={danger ? 'danger' : 'primary'} name="reviewed" value={review.token}>
              {words.save}
            </SubmitButton>
          </>
        ) : (
          <SubmitButton variant={danger ? 'danger-quiet' : 'primary'}>{words.review}</SubmitButton>
        )}
      </CardFooter>
    </>
  )
}

const looks = {
  gain: { Icon: CirclePlus, color: 'text-success' },
  loss: { Icon: CircleMinus, color: 'text-danger' },
  info: { Icon: Info, color: 'text-muted-foreground' },
  warning: { Icon: TriangleAlert, color: 'text-warning' },
}

function ReviewPanel({ review, title, why }: { review: Review; title: string; why: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="border-t bg-muted/60 px-5 py-4.5">
      <h3 ref={heading} tabIndex={-1} className="font-semibold outline-none">
        {title}
      </h3>
      <p className="text-[0.8125rem] text-muted-foreground">{why}</p>
      <ul className="mt-3 grid gap-2.5">
        {review.lines.map(({ tone, text, items }) => {
          const { Icon, color } = looks[tone]
          return (
            <li key={text} className="flex gap-2.5">
              <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${color}`} />
              <div className="min-w-0 break-words">
                {text}
                {items && ':'}
                {items && (
                  <ul className="mt-1 flex flex-wrap gap-1.5">
                    {items.map((item) => (
                      <li key={item} className="rounded-md border bg-card px-2 py-0.5 text-[0.8125rem]">
                        {item}
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
