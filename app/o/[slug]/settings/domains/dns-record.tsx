import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'

/** What to set at the provider of the domain's name servers, each part to copy. */
export function DnsRecord({ record }: { record: { name: string; value: string } }) {
  const t = useTranslations('domains')
  const parts = [
    { term: t('type'), text: 'TXT', copy: null },
    { term: t('name'), text: record.name, copy: t('copyName') },
    { term: t('value'), text: record.value, copy: t('copyValue') },
  ]
  return (
    <dl className="divide-y rounded-lg border text-[0.8125rem]">
      {parts.map(({ term, text, copy }) => (
        <div key={term} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3.5 py-2.5">
          <dt className="w-14 shrink-0 text-muted-foreground">{term}</dt>
          <dd className="flex min-w-0 flex-1 basis-56 items-center justify-between gap-3">
            <code className="min-w-0 font-mono break-all">{text}</code>
            {copy && <CopyButton text={text} label={copy} variant="ghost" size="icon" />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
