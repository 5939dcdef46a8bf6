import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import type { listAddresses } from '@/lib/auth/email-addresses/email-addresses'
import { addAddress, cancelAddress, makePrimary, removeAddress } from './address-actions'

type AddressesProps = Awaited<ReturnType<typeof listAddresses>> & { user: { email: string; emailVerified: boolean } }

/** The primary address, the further ones, and those that wait for their link to be followed. */
export function Addresses({ user, proved, asked }: AddressesProps) {
  const t = useTranslations('account.email')
  return (
    <Card id="email" className="scroll-mt-20">
      <CardHeader title={t('title')} description={t('why')} />
      <CardBody>
        <ul className="grid grid-cols-1 divide-y">
          <Address email={user.email} badge={<Badge tone="brand">{t('primary')}</Badge>}>
            {!user.emailVerified && <Badge tone="warning">{t('unverified')}</Badge>}
          </Address>
          {proved.map(({ id, email }) => (
            <Address key={id} email={email}>
              <ConfirmDialog
                action={makePrimary}
                trigger={<Named words={t('makePrimary')} email={email} />}
                size="sm"
                variant="secondary"
                title={t('makePrimaryTitle', { email })}
                description={t('makePrimaryWhy', { before: user.email })}
                confirm={t('makePrimary')}
              >
                <input type="hidden" name="addressId" value={id} />
              </ConfirmDialog>
              <ConfirmDialog
                action={removeAddress}
                trigger={<Named words={t('remove')} email={email} />}
                size="sm"
                title={t('removeTitle', { email })}
                description={t('removeWhy')}
                confirm={t('removeConfirm')}
              >
                <input type="hidden" name="addressId" value={id} />
              </ConfirmDialog>
            </Address>
          ))}
          {asked.map(({ id, email }) => (
            <Address key={id} email={email} badge={<Badge tone="warning">{t('waiting')}</Badge>}>
              <Form action={cancelAddress} success="toast">
                <input type="hidden" name="addressId" value={id} />
                <SubmitButton size="sm" variant="secondary">
                  <Named words={t('cancel')} email={email} />
                </SubmitButton>
              </Form>
            </Address>
          ))}
        </ul>
      </CardBody>
      <Form action={addAddress} resetOnSuccess card className="[&>[role=alert]]:mb-4 [&>[role=status]>*]:mb-4">
        <CardFooter className="items-end justify-start">
          <Field name="address" label={t('another')} className="w-full max-w-sm">
            <Input type="email" autoComplete="off" required />
          </Field>
          <SubmitButton variant="secondary">{t('add')}</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}

function Address({ email, badge, children }: { email: string; badge?: ReactNode; children?: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <span className="flex min-w-0 flex-1 basis-56 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 font-medium break-all">{email}</span>
        {badge}
      </span>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  )
}

/** The same word stands in each row: whoever hears it is told which. */
function Named({ words, email }: { words: string; email: string }) {
  return (
    <>
      {words}
      <span className="sr-only"> {email}</span>
    </>
  )
}
