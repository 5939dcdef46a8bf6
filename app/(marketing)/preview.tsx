import { ChevronsUpDown, FolderKanban, House, ScrollText, Settings, UserPlus, Users } from 'lucide-react'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { buttonVariants } from '@/components/ui/button-variants'
import { cn } from '@/components/ui/cn'

const pages = [
  [House, 'Dashboard'],
  [FolderKanban, 'Projects'],
  [Users, 'Members'],
  [ScrollText, 'Audit log'],
  [Settings, 'Settings'],
] as const

const people = [
  ['Ada Lovelace', 'ada@acme.test', 'Owner', 'now'],
  ['Grace Hopper', 'grace@acme.test', 'Admin', '4 minutes ago'],
  ['Linus Torvalds', 'linus@acme.test', 'Member', 'yesterday'],
  ['Margaret Hamilton', 'margaret@acme.test', 'Viewer', 'last week'],
] as const

/** A picture of the product, drawn with the product's own parts so that it follows the theme. */
export function Preview() {
  return (
    <div
      aria-hidden="true"
      className="preview mt-14 grid rounded-t-2xl border border-b-0 bg-background text-left shadow-pop select-none sm:mt-20 md:grid-cols-[13rem_1fr]"
    >
      <div className="hidden border-r p-3 md:block">
        <p className="flex items-center gap-2.5 p-1.5 font-semibold">
          <Avatar name="Acme" shape="square" size="sm" />
          <span className="flex-1">Acme</span>
          <ChevronsUpDown className="size-4 text-muted-foreground" />
        </p>
        <div className="mt-3 grid gap-0.5">
          {pages.map(([Icon, name]) => (
            <p
              key={name}
              className={cn(
                'flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium',
                name === 'Members' ? 'bg-accent' : 'text-muted-foreground',
              )}
            >
              <Icon className="size-4" />
              {name}
            </p>
          ))}
        </div>
      </div>
      <div className="min-w-0 px-5 pt-6 sm:px-8 sm:pt-8">
        <div className="flex items-start justify-between gap-4">
          <div>
            <p className="text-lg font-semibold tracking-tight">Members</p>
            <p className="text-muted-foreground">Everybody in Acme, and what they may do.</p>
          </div>
          <span className={buttonVariants({ className: 'max-sm:hidden' })}>
            <UserPlus />
            Invite people
          </span>
        </div>
        <div className="mt-6 rounded-t-xl border border-b-0 bg-card shadow-card">
          {people.map(([name, email, role, seen], row) => (
            <div key={name} className={cn('flex items-center gap-3 px-4 py-3', row > 0 && 'border-t')}>
              <Avatar name={name} />
              <p className="min-w-0 flex-1">
                <span className="block truncate font-medium">{name}</span>
                <span className="block truncate text-[0.8125rem] text-muted-foreground">{email}</span>
              </p>
              <span className="hidden w-32 text-muted-foreground sm:block">{seen}</span>
              <span className="w-20">
                <Badge tone={role === 'Owner' ? 'brand' : 'neutral'}>{role}</Badge>
              </span>
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}
