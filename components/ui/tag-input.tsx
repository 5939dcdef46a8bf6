'use client'
import { X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { cn } from './cn'
import { controlClasses } from './control-classes'
import { useControl, useFormState } from './form-context'
import { useKit } from './kit'
import { looksLikeAddress, readAddresses } from './read-addresses'
import { Textarea } from './textarea'

type TagInputProps = { name?: string; id?: string; placeholder?: string; required?: boolean; defaultValue?: string }

/** Several e-mail addresses in one field. Posts them one per line; without JavaScript it is a text area that posts the same. */
export function TagInput({ placeholder, defaultValue, ...props }: TagInputProps) {
  const { control, value } = useControl(props)
  const { words } = useKit()
  const { state } = useFormState()
  const [enhanced, setEnhanced] = useState(false)
  const [tags, setTags] = useState<string[]>([])
  const [draft, setDraft] = useState('')
  const [notice, setNotice] = useState('')
  const input = useRef<HTMLInputElement>(null)

  // every answer says what is left to send, also when it is the same as before; no answer at all leaves the tags alone
  useEffect(() => {
    setEnhanced(true)
    if (value === undefined && state.message) return
    setTags(readAddresses(value ?? defaultValue ?? ''))
  }, [value, defaultValue, state])

  useEffect(() => {
    const form = enhanced ? input.current?.form : null
    const empty = () => {
      setTags([])
      setNotice('')
    }
    form?.addEventListener('reset', empty)
    return () => form?.removeEventListener('reset', empty)
  }, [enhanced])

  if (!enhanced) return <Textarea {...props} rows={3} placeholder={placeholder} defaultValue={defaultValue} />

  function add(text: string) {
    const known = new Set(tags.map((tag) => tag.toLowerCase()))
    const fresh: string[] = []
    const twice: string[] = []
    for (const address of readAddresses(text)) {
      if (known.has(address.toLowerCase())) twice.push(address)
      else fresh.push(address)
      known.add(address.toLowerCase())
    }
    setTags([...tags, ...fresh])
    setDraft('')
    const wrong = fresh.filter((address) => !looksLikeAddress(address))
    setNotice(
      [
        twice.length > 0 && `${words.tagDuplicate} ${twice.join(', ')}`,
        wrong.length > 0 && `${words.tagInvalid} ${wrong.join(', ')}`,
      ]
        .filter(Boolean)
        .join(' · '),
    )
  }

  function remove(index: number) {
    setTags(tags.filter((_, at) => at !== index))
    setNotice('')
    input.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Backspace' && !draft && tags.length > 0) remove(tags.length - 1)
    if (!draft.trim() || !['Enter', ',', ';', ' '].includes(event.key)) return
    event.preventDefault()
    add(draft)
  }

  function onPaste(event: ClipboardEvent) {
    const text = event.clipboardData.getData('text')
    if (!/[\s,;<]/.test(text.trim())) return
    event.preventDefault()
    add(`${draft} ${text}`)
  }

  return (
    <div className="grid gap-1.5">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the tags goes where a click in a text field would */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard reaches the input by itself */}
      <div
        onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
        className={cn(
          controlClasses,
          'flex min-h-21 cursor-text flex-wrap content-start gap-1.5 p-1.5',
          'focus-within:border-ring focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-ring',
          control['aria-invalid' as keyof typeof control] && 'border-danger',
        )}
      >
        {tags.map((tag, index) => {
          const bad = !looksLikeAddress(tag)
          return (
            <span
              key={tag}
              data-invalid={bad || undefined}
              className={cn(
                'flex h-7 max-w-full items-center gap-0.5 rounded-sm border pr-0.5 pl-2 text-[0.8125rem]',
                bad ? 'border-danger/30 bg-danger-soft text-danger' : 'bg-muted',
              )}
            >
              <span className={cn('truncate', bad && 'underline decoration-wavy underline-offset-3')}>{tag}</span>
              <button
                type="button"
                aria-label={`${words.remove} ${tag}`}
                onClick={() => remove(index)}
                className="grid size-6 shrink-0 place-items-center rounded-sm text-muted-foreground hover:text-foreground"
              >
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </span>
          )
        })}
        <input
          {...control}
          ref={input}
          name={undefined}
          required={props.required && tags.length === 0}
          type="text"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          value={draft}
          placeholder={tags.length === 0 ? placeholder : undefined}
          onChange={(event) =>
            /[,;\n]/.test(event.target.value) ? add(event.target.value) : setDraft(event.target.value)
          }
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => draft.trim() && add(draft)}
          className="h-7 min-w-40 flex-1 bg-transparent px-1.5 outline-none placeholder:text-muted-foreground/80"
        />
      </div>
      <input type="hidden" name={control.name} value={[...tags, draft].filter(Boolean).join('\n')} />
      <p role="status" className="text-[0.8125rem] text-warning empty:sr-only">
        {notice}
      </p>
    </div>
  )
}
