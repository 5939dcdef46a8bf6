import { useTranslations } from 'next-intl'
import { methodSentence } from '@/app/method-name'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import type { listSessions } from '@/lib/auth/sessions/sessions'
import { SESSIONS_PER_USER } from '@/lib/parameters'
import { revokeOtherSessions, revokeSession } from './actions'
import { BrowserRow } from './browser-row'

type Sessions = Awaited<ReturnType<typeof listSessions>>

export function SessionList({ sessions }: { sessions: Sessions }) {
  const t = useTranslations('sessions')
  return (
    <Card>
      <CardHeader
        title={t('list')}
        description={t('listWhy', { most: SESSIONS_PER_USER })}
        actions={
          sessions.length > 1 && (
            <ConfirmDialog
              action={revokeOtherSessions}
              trigger={t('endOthers')}
              size="sm"
              title={t('endOthersTitle')}
              description={t('endOthersWhy')}
              confirm={t('endOthers')}
            >
              <input type="hidden" name="keep" value={sessions.find(({ here }) => here)?.id} />
            </ConfirmDialog>
          )
        }
      />
      <CardBody>
        <ul className="grid grid-cols-1 divide-y">
          {sessions.map((session) => (
            <BrowserRow
              key={session.id}
              browser={session.browser}
              badge={session.here && <Badge tone="success">{t('here')}</Badge>}
              action={
                !session.here && (
                  <Form action={revokeSession} success="toast">
                    <input type="hidden" name="sessionId" value={session.id} />
                    <SubmitButton
                      size="sm"
                      variant="secondary"
                      aria-label={t('endNamed', { browser: session.browser.name, ip: session.ip ?? '?' })}
                    >
                      {t('end')}
                    </SubmitButton>
                  </Form>
                )
              }
            >
              <p>
                {t('signedIn')} <RelativeTime date={session.createdAt} />{' '}
                {methodSentence(t, session.method, session.secondFactor)}
              </p>
              <p>
                {session.ip && `${t('from', { ip: session.ip })} · `}
                {t('lastUsed')} <RelativeTime date={session.lastUsedAt} />
              </p>
            </BrowserRow>
          ))}
        </ul>
      </CardBody>
    </Card>
  )
}
