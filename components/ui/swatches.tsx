'use client'
import { useFormState } from './form-context'

type Choice = { value: string; label: string; color?: string }
type SwatchesProps = { name: string; legend: string; choices: Choice[]; defaultValue: string }

/** One of a few colours, each with its name: nobody has to tell them apart by sight. */
export function Swatches({ name, legend, choices, defaultValue }: SwatchesProps) {
  const { id: form, state } = useFormState()
  const chosen = state.values?.[name] ?? defaultValue
  return (
    <fieldset id={`${form}-${name}`} tabIndex={-1} className="min-w-0">
      <legend className="mb-2 text-[0.8125rem] font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-2">
        {choices.map(({ value, label, color }) => (
          <label
            key={value}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md border px-2.5 text-[0.8125rem] hover:bg-accent has-checked:border-brand has-checked:bg-brand-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring"
          >
            <input
              type="radio"
              name={name}
              value={value}
              defaultChecked={value === chosen}
              className="size-3.5 shrink-0 accent-brand outline-none"
            />
            {color && (
              <span aria-hidden="true" className="size-3.5 shrink-0 rounded-full" style={{ backgroundColor: color }} />
            )}
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
