import { useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { Alert } from '@/components/ui/alert'
import { buttonVariants } from '@/components/ui/button-variants'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import { prepareExport } from './actions'

/** Everything of the organization as a file. `ready` once its owner has proved that it is them. */
export function ExportCard({ slug, ready }: { slug: string; ready: boolean }) {
  const t = useTranslations('orgs.settings')
  return (
    <Card id="export" className="scroll-mt-20">
      <CardHeader title={t('export')} description={t('exportWhy')} className="pb-4.5" />
      {ready ? (
        <CardBody className="grid gap-4 pt-0">
          <Alert tone="success" role="status" title={t('exportReady')}>
            {t('exportReadyWhy')}
          </Alert>
          <a href={`/api/o/${slug}/export`} download className={buttonVariants({ className: 'justify-self-start' })}>
            {t('exportDownload')}
          </a>
        </CardBody>
      ) : (
        <Form action={prepareExport.bind(null, slug)} card>
          <CardFooter>
            <input type="hidden" name="confirm" value="export" />
            <SubmitButton variant="secondary">{t('exportPrepare')}</SubmitButton>
          </CardFooter>
        </Form>
      )}
    </Card>
  )
}
