import { CalendarClock } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Tooltip } from '@/components/ui/tooltip'
import { lastDayOf, roleEndRange } from '@/lib/domain/roles/last-days'
import { setRoleEnd } from './actions'

type RoleEndProps = {
  org: { slug: string; name: string }
  /** `following` is the role that is theirs again after it; without one they are out. */
  member: { id: string; name: string; endsAt: Date | null; following?: string }
  /** Why it cannot be set by whoever looks. */
  why: string | null
}

export function RoleEnd({ org, member, why }: RoleEndProps) {
  const t = useTranslations('members.end')
  const { id, name, endsAt, following } = member
  const trigger = (
    <>
      <CalendarClock aria-hidden="true" />
      <span className="sr-only">{t('open', { name })}</span>
    </>
  )
  if (why)
    return (
      <Tooltip text={why}>
        {(describedBy) => (
          <Button variant="ghost" size="icon" aria-disabled aria-describedby={describedBy}>
            {trigger}
          </Button>
        )}
      </Tooltip>
    )
  const { first, last } = roleEndRange()
  return (
    <ConfirmDialog
      action={setRoleEnd.bind(null, org.slug)}
      variant="ghost"
      size="icon"
      trigger={trigger}
      title={t('title', { name })}
      description={following ? t('whyTemporary', { name, role: following }) : t('why', { name, org: org.name })}
      confirm={t('save')}
    >
      <input type="hidden" name="membershipId" value={id} />
      <Field name="endsOn" label={t('lastDay')} description={t(following ? 'lastDayLasting' : 'lastDayWhy')}>
        <Input type="date" min={first} max={last} defaultValue={endsAt ? lastDayOf(endsAt) : ''} />
      </Field>
    </ConfirmDialog>
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
