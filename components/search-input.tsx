import { Search } from 'lucide-react'
import Form from 'next/form'
import { cn } from './ui/cn'
import { controlClasses } from './ui/control-classes'

type SearchInputProps = {
  action: string
  label: string
  defaultValue?: string
  name?: string
  /** The other filters in the address, so that a search keeps them. Leave the cursor out: a new search starts at the top. */
  keep?: Record<string, string | undefined>
  className?: string
}

/** A GET form: the search is in the address, Enter sends it, no JavaScript is needed. */
export function SearchInput({ action, label, defaultValue, name = 'q', keep = {}, className }: SearchInputProps) {
  return (
    <Form action={action} prefetch={false} role="search" className={cn('relative w-full sm:w-64', className)}>
      {Object.entries(keep).map(([key, value]) => value && <input key={key} type="hidden" name={key} value={value} />)}
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground"
      />
      <input
        type="search"
        name={name}
        aria-label={label}
        placeholder={label}
        defaultValue={defaultValue}
        key={defaultValue}
        className={cn(controlClasses, 'h-9 pr-2 pl-8.5')}
      />
    </Form>
  )
}
