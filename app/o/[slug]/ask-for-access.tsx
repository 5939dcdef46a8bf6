import { useFormatter, useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { Card, CardBody } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { SubmitButton } from '@/components/ui/submit-button'
import { Textarea } from '@/components/ui/textarea'
import { askForAccess, withdrawAccessRequest } from './access-actions'

type AskForAccessProps = { slug: string; permission: string; asked: { id: string; createdAt: Date } | null }

/** Until it is answered, what stands here is that one has asked. */
export function AskForAccess({ slug, permission, asked }: AskForAccessProps) {
  const t = useTranslations('errors.access')
  const format = useFormatter()
  return (
    <Card className="mx-auto w-full max-w-sm text-left">
      <CardBody>
        {asked ? (
          <Form key={asked.id} action={withdrawAccessRequest.bind(null, slug)} success="toast" className="gap-3">
            <input type="hidden" name="requestId" value={asked.id} />
            <div role="status">
              <h2 className="font-medium">
                {t('asked', { day: format.dateTime(asked.createdAt, { dateStyle: 'medium' }) })}
              </h2>
              <p className="mt-0.5 text-[0.8125rem] text-muted-foreground">{t('askedWhy')}</p>
            </div>
            <div>
              <SubmitButton variant="secondary" size="sm">
                {t('withdraw')}
              </SubmitButton>
            </div>
          </Form>
        ) : (
          <Form action={askForAccess.bind(null, slug)} success="toast">
            <input type="hidden" name="permission" value={permission} />
            <Field name="note" label={t('note')} description={t('noteWhy')}>
              <Textarea rows={2} maxLength={300} />
            </Field>
            <SubmitButton>{t('ask')}</SubmitButton>
          </Form>
        )}
      </CardBody>
    </Card>
  )
}
