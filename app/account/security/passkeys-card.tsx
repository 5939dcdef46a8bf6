import { KeyRound, Plus } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { PasskeySignal } from '@/components/passkey-signal'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { SubmitButton } from '@/components/ui/submit-button'
import { Tooltip } from '@/components/ui/tooltip'
import type { Security } from '@/lib/auth/account/security'
import type { ListedPasskey } from '@/lib/auth/passkeys/list'
import { addPasskey, removePasskey, renamePasskey } from './passkey-actions'
import { RenamePasskey } from './rename-passkey'

/** Nothing at all where passkeys are switched off. */
export async function PasskeysCard({ listed }: { listed: Security['passkeys'] }) {
  if (!listed) return null
  const t = await getTranslations('security.passkeys')
  const { passkeys, signal } = listed
  return (
    <Card id="passkeys" className="scroll-mt-20">
      <CardHeader title={t('title')} description={t('why')} />
      <CardBody className="grid gap-4">
        {passkeys.length === 0 ? (
          <p className="text-muted-foreground">{t('none')}</p>
        ) : (
          <ul className="-my-3.5 divide-y">
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} {...passkey} />
            ))}
          </ul>
        )}
        <Form action={addPasskey} success="toast" className="justify-items-start">
          <SubmitButton variant="secondary">
            <Plus aria-hidden="true" />
            {t('add')}
          </SubmitButton>
        </Form>
        {passkeys.length > 0 && <PasskeySignal signal={signal} />}
      </CardBody>
    </Card>
  )
}

async function PasskeyRow({ id, name, provider, copies, createdAt, lastUsedAt, isLast }: ListedPasskey) {
  const t = await getTranslations('security.passkeys')
  const named = (verb: string) => (
    <>
      {verb}
      <span className="sr-only"> {name}</span>
    </>
  )
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 py-3.5">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg border bg-background text-muted-foreground">
        <KeyRound aria-hidden="true" className="size-4.5" />
      </span>
      <div className="min-w-0 flex-1 basis-44">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span className="min-w-0 break-words">{name}</span>
          <Badge>{t(copies)}</Badge>
        </h3>
        <p className="mt-0.5 text-[0.8125rem] text-muted-foreground">
          {provider && provider !== name && <span className="block">{provider}</span>}
          {t('created')} <RelativeTime date={createdAt} />,{' '}
          {lastUsedAt ? (
            <>
              {t('used')} <RelativeTime date={lastUsedAt} />
            </>
          ) : (
            t('unused')
          )}
        </p>
      </div>
      <div className="flex items-center gap-2">
        <Dialog trigger={named(t('rename'))} title={t('renameTitle')} size="sm">
          <RenamePasskey
            action={renamePasskey}
            id={id}
            name={name}
            words={{ name: t('name'), hint: t('nameHint'), save: t('save') }}
          />
        </Dialog>
        {isLast ? (
          <Tooltip text={t('last')}>
            {(describedBy) => (
              <Button variant="secondary" size="sm" aria-disabled aria-describedby={describedBy}>
                {named(t('remove'))}
              </Button>
            )}
          </Tooltip>
        ) : (
          <ConfirmDialog
            action={removePasskey}
            trigger={named(t('remove'))}
            size="sm"
            title={t('removeTitle', { name })}
            description={t('removeWhy')}
            confirm={t('removeConfirm')}
          >
            <input type="hidden" name="id" value={id} />
          </ConfirmDialog>
        )}
      </div>
    </li>
  )
}
