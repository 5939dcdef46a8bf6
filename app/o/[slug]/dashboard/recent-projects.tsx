import { FolderKanban } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/relative-time'
import { TextLink } from '@/components/text-link'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'

type RecentProjectsProps = {
  slug: string
  projects: { id: string; name: string; createdAt: Date }[]
  mayCreate: boolean
}

export function RecentProjects({ slug, projects, mayCreate }: RecentProjectsProps) {
  const t = useTranslations('orgs.dashboard')
  const path = `/o/${slug}/projects`
  if (projects.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<FolderKanban />}
          title={t('noProjects')}
          action={
            mayCreate && (
              <ButtonLink href={path} prefetch={false}>
                {t('stepProjectDo')}
              </ButtonLink>
            )
          }
        >
          {t(mayCreate ? 'noProjectsMayCreate' : 'noProjectsMayNot')}
        </EmptyState>
      </Card>
    )
  return (
    <Card>
      <CardHeader
        title={t('recentProjects')}
        actions={
          <TextLink href={path} className="text-[0.8125rem]">
            {t('allProjects')}
          </TextLink>
        }
      />
      <CardBody className="pt-2">
        <ul className="grid divide-y">
          {projects.map(({ id, name, createdAt }) => (
            <li key={id} className="flex min-h-11 items-center justify-between gap-4 py-1.5">
              <Link
                href={`${path}/${id}`}
                prefetch={false}
                className="min-w-0 py-1 font-medium break-words hover:underline"
              >
                {name}
              </Link>
              <RelativeTime
                date={createdAt}
                className="shrink-0 text-[0.8125rem] whitespace-nowrap text-muted-foreground"
              />
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  )
}
