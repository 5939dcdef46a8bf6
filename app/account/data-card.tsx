import { Download } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Form } from '@/components/form'
import { KeepLooking } from '@/components/keep-looking'
import { RelativeTime } from '@/components/relative-time'
import { buttonVariants } from '@/components/ui/button-variants'
import { Card, CardFooter, CardHeader } from '@/components/ui/card'
import { Progress } from '@/components/ui/progress'
import { SubmitButton } from '@/components/ui/submit-button'
import type { findExport } from '@/lib/auth/account/data-exports'
import { deleteExport, requestExport } from './data-actions'

type Copy = NonNullable<Awaited<ReturnType<typeof findExport>>>

/** A copy of everything about a person: asked for, being written, ready. */
export function DataCard({ copy }: { copy: Copy | null }) {
  const t = useTranslations('account.data')
  const state = !copy ? 'none' : copy.finishedAt ? 'ready' : 'preparing'
  return (
    <Card id="data" className="scroll-mt-20">
      <CardHeader title={t('title')} description={t('why')} />
      <div className={state === 'none' ? 'h-4.5' : 'grid gap-3 px-5 py-4.5'}>
        {/* stands there from the start, so that what comes into it is announced */}
        <p role="status" className="font-medium empty:hidden">
          {state === 'preparing' && t('preparing')}
          {state === 'ready' && t('ready')}
        </p>
        {copy && state === 'preparing' && <Preparing progress={copy.progress} />}
        {copy?.finishedAt && <Ready {...copy} finishedAt={copy.finishedAt} />}
      </div>
      <CardFooter>
        <Form action={requestExport} success="toast">
          <input type="hidden" name="confirm" value="copy" />
          <SubmitButton variant="secondary" {...(state === 'preparing' && { 'aria-disabled': true })}>
            {t(state === 'ready' ? 'askAgain' : 'ask')}
          </SubmitButton>
        </Form>
      </CardFooter>
    </Card>
  )
}

function Preparing({ progress }: { progress: number }) {
  const t = useTranslations('account.data')
  return (
    <>
      <div className="flex items-center gap-3">
        <Progress value={progress} aria-label={t('preparing')} className="max-w-sm" />
        <span aria-hidden="true" className="text-[0.8125rem] text-muted-foreground tabular-nums">
          {t('percent', { progress })}
        </span>
      </div>
      <p className="hidden text-[0.8125rem] text-muted-foreground noscript:block">
        {t.rich('reload', { link: (words: ReactNode) => <a href="/account#data">{words}</a> })}
      </p>
      <KeepLooking seconds={1.5} />
    </>
  )
}

function Ready({ id, finishedAt, expiresAt }: Pick<Copy, 'id' | 'expiresAt'> & { finishedAt: Date }) {
  const t = useTranslations('account.data')
  const format = useFormatter()
  return (
    <>
      <p className="-mt-2 text-[0.8125rem] text-muted-foreground">
        {t.rich('readySince', {
          since: () => <RelativeTime date={finishedAt} />,
          until: format.dateTime(expiresAt, { dateStyle: 'long' }),
        })}
      </p>
      <div className="flex flex-wrap gap-2">
        {/* no `download`: it may answer with the page that asks for a proof, which is not to be saved */}
        <a href={`/api/data-exports/${id}`} className={buttonVariants()}>
          <Download aria-hidden="true" />
          {t('download')}
        </a>
        <Form action={deleteExport} success="toast">
          <input type="hidden" name="confirm" value="delete" />
          <SubmitButton variant="danger-quiet">{t('delete')}</SubmitButton>
        </Form>
      </div>
    </>
  )
}
