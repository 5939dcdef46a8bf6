import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { Form } from '@/components/form'
import { Avatar } from '@/components/ui/avatar'
import { Card, CardBody, CardFooter } from '@/components/ui/card'
import { RadioGroup } from '@/components/ui/radio-group'
import { SubmitButton } from '@/components/ui/submit-button'
import type { readHandover } from '@/lib/domain/ownership/owners'
import { offerOwnership } from '../actions'

type CandidatesProps = Pick<Awaited<ReturnType<typeof readHandover>>, 'candidates' | 'more'> & { slug: string }

/** Who takes over, and what becomes of the one who offers. */
export function Candidates({ slug, candidates, more }: CandidatesProps) {
  const t = useTranslations('ownership')
  const roles = useTranslations('orgs.roles')
  const people = candidates.map(({ id, user, builtInRole, role }) => ({
    value: id,
    label: user.name,
    description: `${user.email} · ${roleName(roles, builtInRole ?? role?.name ?? '')}`,
    icon: <Avatar name={user.name} image={user.image} />,
  }))
  const afterwards = (['admin', 'owner'] as const).map((value) => ({
    value,
    label: t(value),
    description: t(`${value}Why`),
  }))
  return (
    <Card>
      <Form action={offerOwnership.bind(null, slug)} card>
        <CardBody className="grid grid-cols-1 gap-6">
          <div>
            <RadioGroup
              name="membershipId"
              legend={t('who')}
              choices={people}
              defaultValue={people.length === 1 ? people[0]?.value : undefined}
            />
            {more && (
              <p className="mt-2 text-[0.8125rem] text-muted-foreground">
                {t('moreFound', { count: candidates.length })}
              </p>
            )}
          </div>
          <RadioGroup name="becomes" legend={t('afterwards')} choices={afterwards} defaultValue="admin" />
        </CardBody>
        <CardFooter>
          <p className="min-w-0 flex-1 basis-52 text-[0.8125rem] text-muted-foreground">{t('offerWhy')}</p>
          <SubmitButton>{t('offer')}</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
