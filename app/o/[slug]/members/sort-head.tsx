import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { HeadCell } from '@/components/ui/table'
import type { MemberOrder } from '@/lib/domain/members/order'

type SortHeadProps = {
  label: string
  by: 'joined' | 'name' | 'role'
  sort: MemberOrder
  /** The address of the list in this order. */
  href: (sort: MemberOrder) => string
  /** What stands before it. */
  children?: ReactNode
}

/** Sorts by its column, and the other way round when it does already. On a phone, where heads are gone, the filters do it. */
export function SortHead({ label, by, sort, href, children }: SortHeadProps) {
  const ascending = sort === by
  const descending = sort === `-${by}`
  const newestFirst = by === 'joined' && !descending
  const Icon = ascending ? ArrowUp : descending ? ArrowDown : ChevronsUpDown
  return (
    <HeadCell aria-sort={ascending ? 'ascending' : descending ? 'descending' : undefined}>
      <span className="sm:hidden">{label}</span>
      <span className="flex items-center gap-3 max-sm:hidden">
        {children}
        <Link
          href={href(ascending || newestFirst ? `-${by}` : by)}
          prefetch={false}
          scroll={false}
          className="-mx-1 inline-flex h-7 items-center gap-1 rounded-sm px-1 hover:text-foreground"
        >
          {label}
          <Icon aria-hidden="true" className={ascending || descending ? 'size-3.5' : 'size-3.5 opacity-50'} />
        </Link>
      </span>
    </HeadCell>
  )
}
