import { CalendarClock } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { RouteDialog } from '@/components/route-dialog'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Tooltip } from '@/components/ui/tooltip'
import type { ListedMember } from '@/lib/domain/members/list'
import { lastDayOf, roleEndRange } from '@/lib/domain/roles/last-days'
import { roleOf } from '@/lib/domain/roles/roles'
import { setRoleEnd } from './actions'
import { ChosenForm, type ChosenWords } from './chosen-form'
import { RowLink } from './row-link'

type RoleEndProps = {
  name: string
  /** Why it cannot be set by whoever looks. */
  why: string | null
  /** The address of the dialog in which it is. */
  dialog: string
}

/** Leads to where the end of somebody's role is set. */
export function RoleEnd({ name, why, dialog }: RoleEndProps) {
  const t = useTranslations('members.end')
  const label = t('open', { name })
  if (!why) return <RowLink act="end" href={dialog} label={label} />
  return (
    <Tooltip text={why}>
      {(describedBy) => (
        <Button variant="ghost" size="icon" aria-disabled aria-describedby={describedBy}>
          <CalendarClock aria-hidden="true" />
          <span className="sr-only">{label}</span>
        </Button>
      )}
    </Tooltip>
  )
}

type ChosenEndProps = { org: { slug: string; name: string }; member: ListedMember; back: string; words: ChosenWords }

/** Until when this one person has their role. */
export function ChosenEnd({ org, member, back, words }: ChosenEndProps) {
  const t = useTranslations('members.end')
  const names = useTranslations('orgs.roles')
  const { name } = member.user
  const { afterwards } = roleOf(member)
  const endsAt = afterwards?.until ?? member.roleEndsAt
  const { first, last } = roleEndRange()
  return (
    <RouteDialog
      title={t('title', { name })}
      description={
        afterwards
          ? t('whyTemporary', { name, role: roleName(names, afterwards.role.name) })
          : t('why', { name, org: org.name })
      }
      back={back}
    >
      <ChosenForm action={setRoleEnd.bind(null, org.slug)} people={[member.id]} words={{ ...words, submit: t('save') }}>
        <Field name="endsOn" label={t('lastDay')} description={t(afterwards ? 'lastDayLasting' : 'lastDayWhy')}>
          <Input type="date" min={first} max={last} defaultValue={endsAt ? lastDayOf(endsAt) : ''} />
        </Field>
      </ChosenForm>
    </RouteDialog>
  )
}

/** “until 3 Dec 2026”, beneath the role; “then Viewer”, where one follows. */
export function Ends({ at, following }: { at: Date; following?: string }) {
  const t = useTranslations('members.end')
  const format = useFormatter()
  const day = format.dateTime(new Date(at.getTime() - 1), { dateStyle: 'medium', timeZone: 'UTC' })
  return (
    <time dateTime={at.toISOString()} className="block text-[0.8125rem] text-muted-foreground">
      {following ? t('untilThen', { day, role: following }) : t(at > new Date() ? 'until' : 'ended', { day })}
    </time>
  )
}
