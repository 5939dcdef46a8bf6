import { useFormatter, useTranslations } from 'next-intl'
import { Card, CardBody, CardHeader } from '@/components/ui/card'

/** More would be a list that nobody reads. */
const NAMED = 5

export function WhatGoes({ organizations }: { organizations: { name: string }[] }) {
  const t = useTranslations('account.delete')
  const format = useFormatter()
  const named = organizations.slice(0, NAMED).map(({ name }) => name)
  const names = format.list(organizations.length > NAMED ? [...named, '…'] : named)
  return (
    <Card>
      <CardHeader title={`2. ${t('goesTitle')}`} />
      <CardBody className="grid gap-3">
        <ul className="grid list-disc gap-1.5 pl-5 break-words">
          <li>{t('goes1')}</li>
          <li>{t('goes2')}</li>
          <li>{t('goes3', { count: organizations.length, names })}</li>
          <li>{t('goes4')}</li>
        </ul>
        <p className="text-muted-foreground">{t('stays')}</p>
      </CardBody>
    </Card>
  )
}
