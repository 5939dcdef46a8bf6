import { Search } from 'lucide-react'
import Form from 'next/form'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { controlClasses } from '@/components/ui/control-classes'
import { Select } from '@/components/ui/select'

type Choice = { value: string; label: string }
type FiltersProps = {
  action: string
  search: { label: string; value?: string }
  choices: { name: string; label: string; any: string; value?: string; of: Choice[]; className?: string }[]
  submit: string
}

/** A GET form: what is looked for is in the address, and every new look starts at the first page. */
export function Filters({ action, search, choices, submit }: FiltersProps) {
  return (
    <Form action={action} prefetch={false} role="search" className="mb-4 flex flex-wrap gap-2">
      <div className="relative min-w-0 grow-[3] basis-56">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground"
        />
        <input
          key={search.value}
          type="search"
          name="q"
          aria-label={search.label}
          placeholder={search.label}
          defaultValue={search.value}
          className={`${controlClasses} h-9 pr-2 pl-8.5`}
        />
      </div>
      {choices.map(({ name, label, any, value, of, className }) => (
        <Select
          key={`${name} ${value}`}
          name={name}
          aria-label={label}
          defaultValue={value ?? ''}
          className={cn('min-w-0 flex-1 basis-32 sm:max-w-36', className)}
        >
          <option value="">{any}</option>
          {of.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </Select>
      ))}
      <Button type="submit" variant="secondary" className="max-sm:w-full">
        {submit}
      </Button>
    </Form>
  )
}
