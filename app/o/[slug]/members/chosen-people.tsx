import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { RouteDialog } from '@/components/route-dialog'
import { TextLink } from '@/components/text-link'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { ListedMember } from '@/lib/domain/members/list'
import { roleOf } from '@/lib/domain/roles/roles'
import { changeRole, removeMember } from './actions'
import { ChosenForm } from './chosen-form'
import { ChosenEnd } from './role-end'
import type { RoleChoice } from './role-select'

export type ChosenAct = 'role' | 'remove' | 'end'

type ChosenPeopleProps = {
  org: { slug: string; name: string }
  act: ChosenAct
  people: ListedMember[]
  roles: RoleChoice[]
  back: string
}

/** Who was ticked, or whose row led here, and what becomes of them. An end is set for one at a time. */
export function ChosenPeople({ org, act, people: chosen, roles, back }: ChosenPeopleProps) {
  const t = useTranslations('members.chosen')
  const all = useTranslations('members')
  const people = act === 'end' ? chosen.slice(0, 1) : chosen
  const count = people.length
  const [first] = people
  const name = first?.user.name ?? ''
  const only = count === 1 ? first : undefined
  const words = { results: t('results'), done: t('done'), refused: t('refused'), close: t('close') }
  const list = <Names people={people} label={t('people')} />
  const ids = people.map(({ id }) => id)
  const nobody = <TextLink href={back}>{t('back')}</TextLink>

  if (act === 'end' && only) return <ChosenEnd org={org} member={only} back={back} words={words} />
  if (act === 'remove')
    return (
      <RouteDialog
        title={t('removeTitle', { count, name })}
        description={count > 0 && t('removeWhy', { count, org: org.name })}
        back={back}
      >
        <ChosenForm
          action={removeMember.bind(null, org.slug)}
          danger
          people={ids}
          words={{ ...words, submit: all('removeConfirm', { org: org.name }) }}
        >
          {count > 0 ? list : nobody}
        </ChosenForm>
      </RouteDialog>
    )
  return (
    <RouteDialog title={t('roleTitle', { count, name })} description={count > 0 && t('roleWhy')} back={back}>
      <ChosenForm action={changeRole.bind(null, org.slug)} people={ids} words={{ ...words, submit: t('save') }}>
        {!only && (count > 0 ? list : nobody)}
        {count > 0 && (
          <Field name="role" label={only ? all('roleOf', { name }) : t('newRole')}>
            <Select defaultValue={only ? roleOf(only).value : ''} required>
              {!only && <option value="">{t('choose')}</option>}
              {roles.map(({ value, label, why }) => (
                <option key={value} value={value} disabled={Boolean(why)}>
                  {why ? `${label} – ${why}` : label}
                </option>
              ))}
            </Select>
          </Field>
        )}
      </ChosenForm>
    </RouteDialog>
  )
}

function Names({ people, label }: { people: ListedMember[]; label: string }) {
  const names = useTranslations('orgs.roles')
  return (
    <ul
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long one scrolls, and the keyboard has to reach it
      tabIndex={0}
      aria-label={label}
      className="max-h-52 divide-y overflow-y-auto rounded-lg border"
    >
      {people.map((member) => (
        <li key={member.id} className="flex items-baseline justify-between gap-4 px-3 py-2 text-[0.8125rem]">
          <span className="min-w-0">
            <span className="font-medium break-words">{member.user.name}</span>{' '}
            <span className="block break-all text-muted-foreground">{member.user.email}</span>
          </span>
          <span className="shrink-0 text-muted-foreground">{roleName(names, roleOf(member).name)}</span>
        </li>
      ))}
    </ul>
  )
}
