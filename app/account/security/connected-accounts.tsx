import { getTranslations } from 'next-intl/server'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { ProviderMark } from '@/components/provider-mark'
import { RelativeTime } from '@/components/relative-time'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import { Tooltip } from '@/components/ui/tooltip'
import type { Connection } from '@/lib/auth/oauth/connected-accounts'
import { linkingProblems, readProblem } from '@/lib/auth/oauth/problems'
import { connectAccount, disconnectAccount } from './connected-actions'

type Props = {
  connections: Connection[]
  /** What the address says of the last try: the provider that was connected, or why it was not. */
  connected: unknown
  problem: unknown
}

/** Nothing at all where no provider has its keys. */
export async function ConnectedAccounts({ connections, connected, problem: given }: Props) {
  if (connections.length === 0) return null
  const t = await getTranslations('security.accounts')
  const problem = readProblem(linkingProblems, given)
  const done = connections.find(({ id, account }) => account && id === connected)
  return (
    <Card id="connected-accounts" className="scroll-mt-20">
      <CardHeader title={t('title')} description={t('why')} />
      <CardBody className="grid gap-4 pb-2">
        {problem && (
          <Alert tone={problem === 'cancelled' ? 'neutral' : 'danger'} role="alert">
            {t(`problem.${problem}`)}
          </Alert>
        )}
        {done && !problem && (
          <Alert tone="success" role="status">
            {t('connectedNow', { provider: done.name })}
          </Alert>
        )}
        <ul className="divide-y">
          {connections.map((connection) => (
            <ConnectionRow key={connection.account?.subject ?? connection.name} {...connection} />
          ))}
        </ul>
      </CardBody>
    </Card>
  )
}

async function ConnectionRow({ id, name, account }: Connection) {
  const t = await getTranslations('security.accounts')
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 py-3.5">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg border bg-background [&_svg]:size-4.5">
        <ProviderMark id={id ?? ''} />
      </span>
      <div className="min-w-0 flex-1 basis-44">
        <h3 className="font-medium break-words">{name}</h3>
        <p className="mt-0.5 text-[0.8125rem] break-words text-muted-foreground">
          {account ? account.label && <span className="block break-all">{account.label}</span> : t('none')}
          {account && (
            <>
              {t('connected')} <RelativeTime date={account.createdAt} />, {t('lastUsed')}{' '}
              <RelativeTime date={account.lastUsedAt} />
            </>
          )}
          {account && !id && <span className="block">{t('off')}</span>}
        </p>
      </div>
      {account ? <Disconnect name={name} account={account} /> : <Connect id={id ?? ''} name={name} />}
    </li>
  )
}

async function Connect({ id, name }: { id: string; name: string }) {
  const t = await getTranslations('security.accounts')
  return (
    <Form action={connectAccount} success="silent">
      <input type="hidden" name="provider" value={id} />
      <SubmitButton variant="secondary" size="sm">
        {t('connect')}
        <span className="sr-only"> {name}</span>
      </SubmitButton>
    </Form>
  )
}

async function Disconnect({ name, account }: { name: string; account: NonNullable<Connection['account']> }) {
  const t = await getTranslations('security.accounts')
  const label = (
    <>
      {t('disconnect')}
      <span className="sr-only"> {name}</span>
    </>
  )
  if (account.isLast) {
    return (
      <Tooltip text={t('last')}>
        {(describedBy) => (
          <Button variant="secondary" size="sm" aria-disabled aria-describedby={describedBy}>
            {label}
          </Button>
        )}
      </Tooltip>
    )
  }
  return (
    <ConfirmDialog
      action={disconnectAccount}
      trigger={label}
      size="sm"
      title={t('disconnectTitle', { provider: name })}
      description={t('disconnectWhy', { provider: name })}
      confirm={t('disconnect')}
    >
      <input type="hidden" name="issuer" value={account.issuer} />
      <input type="hidden" name="subject" value={account.subject} />
    </ConfirmDialog>
  )
}
