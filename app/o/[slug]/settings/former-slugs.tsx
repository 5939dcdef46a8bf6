import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { CardBody } from '@/components/ui/card'
import { releaseSlug } from './actions'

type FormerSlugsProps = { slug: string; former: { slug: string }[] }

/** What the organization was called before, each to be kept or given up. */
export function FormerSlugs({ slug, former }: FormerSlugsProps) {
  const t = useTranslations('orgs.settings')
  if (former.length === 0) return null
  return (
    <CardBody className="border-t">
      <h3 className="font-medium">{t('former')}</h3>
      <p className="mt-0.5 max-w-prose text-[0.8125rem] text-muted-foreground">{t('formerWhy')}</p>
      <ul className="mt-3 grid divide-y">
        {former.map((each) => (
          <li key={each.slug} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
            <span className="min-w-0 font-mono text-[0.8125rem] break-all">/o/{each.slug}</span>
            <ConfirmDialog
              action={releaseSlug.bind(null, slug)}
              trigger={
                <>
                  <span aria-hidden="true">{t('release')}</span>
                  <span className="sr-only">{t('releaseNamed', each)}</span>
                </>
              }
              size="sm"
              title={t('releaseTitle', each)}
              description={t('releaseWhy')}
              confirm={t('release')}
            >
              <input type="hidden" name="slug" value={each.slug} />
            </ConfirmDialog>
          </li>
        ))}
      </ul>
    </CardBody>
  )
}
