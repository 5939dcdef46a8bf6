'use client'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { useFormState } from '@/components/ui/form-context'
import { Tooltip } from '@/components/ui/tooltip'

type Box = { value: string; says: string; needs: string[]; locked?: string }
type PermissionBoxesProps = {
  groups: { title: string; boxes: Box[] }[]
  held: string[]
  /** `%others` and `%permission` stand for what the sentences are about. */
  words: Record<'ticked' | 'unticked', string>
}

/**
 * What a permission needs is ticked with it, what needs it is unticked with it, and both are said where it happened. Without
 * JavaScript the server does the first and says so.
 */
export function PermissionBoxes({ groups, held, words }: PermissionBoxesProps) {
  const { id, state } = useFormState()
  const [chosen, setChosen] = useState(() => new Set(state.values ? state.values.permissions?.split('\n') : held))
  const [note, setNote] = useState({ about: '', text: '' })
  const boxes = groups.flatMap((group) => group.boxes)
  const errors = state.fieldErrors?.permissions

  function choose(box: Box, checked: boolean) {
    const others = boxes.filter(({ value, needs }) =>
      checked ? box.needs.includes(value) && !chosen.has(value) : needs.includes(box.value) && chosen.has(value),
    )
    const next = new Set(chosen)
    for (const { value } of [box, ...others]) checked ? next.add(value) : next.delete(value)
    setChosen(next)
    const list = new Intl.ListFormat('en').format(others.map(({ says }) => `“${says}”`))
    const sentence = words[checked ? 'ticked' : 'unticked'].replace('%others', list).replace('%permission', box.says)
    setNote({ about: box.value, text: others.length > 0 ? sentence : '' })
  }

  return (
    <div id={`${id}-permissions`} tabIndex={-1} className="grid gap-4">
      {errors && <p className="text-[0.8125rem] text-danger">{errors.join(' ')}</p>}
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
        {groups.map((group) => (
          <fieldset key={group.title} className="grid content-start gap-1">
            <legend className="mb-1 text-[0.8125rem] font-medium text-muted-foreground">{group.title}</legend>
            {group.boxes.map((box) => {
              const common = { name: 'permissions', value: box.value, checked: chosen.has(box.value) }
              if (!box.locked)
                return (
                  <Checkbox
                    key={box.value}
                    {...common}
                    label={box.says}
                    onChange={(event) => choose(box, event.target.checked)}
                  />
                )
              return (
                <Tooltip key={box.value} text={box.locked} className="justify-self-start">
                  {(describedBy) => (
                    <Checkbox
                      {...common}
                      aria-disabled
                      aria-describedby={describedBy}
                      onChange={() => {}}
                      label={
                        <span className="text-muted-foreground">
                          {box.says} <Lock aria-hidden="true" className="inline size-3.5 align-[-0.125em]" />
                        </span>
                      }
                    />
                  )}
                </Tooltip>
              )
            })}
            <p role="status" className="text-[0.8125rem] text-muted-foreground">
              {group.boxes.some(({ value }) => value === note.about) && note.text}
            </p>
          </fieldset>
        ))}
      </div>
    </div>
  )
}
