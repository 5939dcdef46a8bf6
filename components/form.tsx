'use client'
import { unstable_rethrow } from 'next/navigation'
import {
  type FormEvent,
  type ReactNode,
  useActionState,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  useTransition,
} from 'react'
import { type ActionState, DRAWN_FOR } from '@/lib/access/action-state'
import { useDrawnFor } from './drawn-for'
import { FormSummary } from './form-summary'
import { useStepUp } from './step-up'
import { cn } from './ui/cn'
import { focusContent } from './ui/focus-content'
import { FormContext } from './ui/form-context'
import { useKit } from './ui/kit'
import { toast } from './ui/toast'

export type FormAction = (state: ActionState, formData: FormData) => Promise<ActionState>

type FormProps = {
  /** Bound in the server component: `action={changeRole.bind(null, slug)}`. Binding here would open a hole (docs/security.md). */
  action: FormAction
  /** Where “done” is said: in the form, as a toast (the app shell holds the `<Toaster />`), or by the page itself. */
  success?: 'message' | 'toast' | 'silent'
  /** For client components: after it succeeded, close something. */
  onSuccess?: () => void
  /** Empties the form once it succeeded. */
  resetOnSuccess?: boolean
  /** The form fills a card: it holds `CardBody` and `CardFooter`. */
  card?: boolean
  className?: string
  children: ReactNode
}

async function tellPasswordManager(signal: NonNullable<ActionState['signal']>) {
  const { sendPasskeySignal } = await import('./passkey-client')
  await sendPasskeySignal(signal)
}

const passkeyWords = {
  'given-up': 'passkeyGivenUp',
  known: 'passkeyKnown',
  unsupported: 'passkeyUnsupported',
} as const

/** What was done may take the form away with its row, and the focus with it: then that goes to the content of the page. */
function leaveFocus(form: HTMLFormElement | null) {
  return () => {
    if (!form?.contains(document.activeElement)) return
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) focusContent()
    })
  }
}

/**
 * Posts to a server action, with JavaScript or without. React empties a form after its `action`; sending it by hand keeps
 * what was typed, also when the server cannot be reached. Without JavaScript the answer's `values` bring it back.
 */
export function Form({ action, success = 'message', onSuccess, resetOnSuccess, card, className, children }: FormProps) {
  const [answer, dispatch] = useActionState(action, {})
  const [state, setState] = useState(answer)
  const [pending, start] = useTransition()
  const form = useRef<HTMLFormElement>(null)
  const id = useId()
  const { words } = useKit()
  const { askProof, prompt } = useStepUp()
  const drawnFor = useDrawnFor()

  useLayoutEffect(() => leaveFocus(form.current), [])

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    send(new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter))
  }

  function send(data: FormData) {
    start(async () => {
      let next = await attempt(data)
      if (next.stepUp && askProof) {
        // not awaited: React finishes no other form's transition before this one is over, the dialog's included
        void askProof(next.stepUp).then((proved) => proved && send(data))
        return
      }
      if (next.ceremony) next = await perform(next.ceremony, data)
      setState(next)
      if (next.signal) void tellPasswordManager(next.signal)
      if (!next.ok) return
      if (success === 'toast' && next.message) toast({ title: next.message })
      if (resetOnSuccess) form.current?.reset()
      onSuccess?.()
    })
  }

  /** The authenticator's answer goes where the question came from, with everything that was typed. */
  async function perform(ceremony: NonNullable<ActionState['ceremony']>, data: FormData): Promise<ActionState> {
    const { askPasskey } = await import('./passkey-client')
    const asked = await askPasskey(ceremony)
    if ('problem' in asked) return { values: state.values, message: words[passkeyWords[asked.problem]] }
    data.set('credential', asked.credential)
    return attempt(data)
  }

  async function attempt(data: FormData): Promise<ActionState> {
    try {
      return (await action(state, data)) ?? {}
    } catch (error) {
      unstable_rethrow(error)
      return { message: words.unreachable }
    }
  }

  return (
    <>
      <form
        ref={form}
        action={dispatch}
        onSubmit={submit}
        aria-busy={pending || undefined}
        noValidate
        className={cn('grid', !card && 'gap-4', className)}
      >
        {drawnFor && <input type="hidden" name={DRAWN_FOR} value={drawnFor} />}
        <FormContext value={{ id, state, pending }}>
          <FormSummary
            // what would be a toast stands in the form where no script shows it: the page came with this answer
            said={success === 'message' || (success === 'toast' && state === answer)}
            className={card ? 'mx-5 mt-4' : undefined}
          />
          {children}
        </FormContext>
      </form>
      {prompt}
    </>
  )
}
