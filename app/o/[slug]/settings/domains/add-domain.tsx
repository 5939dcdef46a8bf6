import { useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { addDomain } from './actions'

export function AddDomain({ slug }: { slug: string }) {
  const t = useTranslations('domains')
  return (
    <Card>
      <CardHeader title={t('add')} description={t('addWhy')} />
      <Form action={addDomain.bind(null, slug)} success="toast" resetOnSuccess card>
        <CardBody>
          <Field name="domain" label={t('domain')} className="max-w-sm">
            <Input
              placeholder="example.com"
              inputMode="url"
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              maxLength={300}
              required
            />
          </Field>
        </CardBody>
        <CardFooter>
          <SubmitButton>{t('addIt')}</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
