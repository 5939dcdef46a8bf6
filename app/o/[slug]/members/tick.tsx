import { checkboxClasses, checkMark } from '@/components/ui/checkbox-look'
import { cn } from '@/components/ui/cn'
import { SELECTION } from './selection-form'

type TickProps = { label: string; shown?: boolean; className?: string } & ({ one: string } | { all: true })

/** A box of the selection, for one row or for all of them. No client component: there is one in every row. */
export function Tick({ label, shown, className, ...of }: TickProps) {
  const what = 'one' in of ? { form: SELECTION, name: 'who', value: of.one, 'data-one': '' } : { 'data-all': '' }
  return (
    <label className={cn('inline-flex items-center gap-2.5', className)}>
      <span className="relative grid size-6 shrink-0 place-items-center">
        <input type="checkbox" autoComplete="off" {...what} className={checkboxClasses} />
        {checkMark}
      </span>
      <span className={shown ? undefined : 'sr-only'}>{label}</span>
    </label>
  )
}
