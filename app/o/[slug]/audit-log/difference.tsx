import { useTranslations } from 'next-intl'
import { Fragment } from 'react'

type Fields = Record<string, unknown> | null | undefined

/** Before and after, field by field: what went is struck through, what came stands beside it. */
export function Difference({ before, after }: { before: Fields; after: Fields }) {
  const t = useTranslations('audit')
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (names.length === 0) return null
  return (
    <dl aria-label={t('changed')} className="grid gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)]">
      {names.map((name) => (
        <Fragment key={name}>
          <dt className="font-medium text-foreground">{words(name)}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-1.5 break-all max-sm:mb-1">
            <Change
              before={before && name in before ? parts(before[name]) : null}
              after={after && name in after ? parts(after[name]) : null}
            />
          </dd>
        </Fragment>
      ))}
    </dl>
  )

  /** A list is compared one by one, so that a role's one new permission is seen among thirty. */
  function parts(value: unknown): string[] {
    if (Array.isArray(value)) return value.length > 0 ? value.map(text) : [t('nothing')]
    return [text(value)]
  }

  function text(value: unknown): string {
    if (value === null || value === undefined || value === '') return t('nothing')
    if (typeof value === 'boolean') return value ? t('yes') : t('no')
    return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  }
}

function Change({ before, after }: { before: string[] | null; after: string[] | null }) {
  const t = useTranslations('audit')
  const gone = (before ?? []).filter((part) => !after?.includes(part))
  const come = (after ?? []).filter((part) => !before?.includes(part))
  const same = (before ?? []).filter((part) => after?.includes(part))
  return (
    <>
      {same.length > 0 && <span>{same.join(', ')}</span>}
      {gone.length > 0 && <del className="text-danger">{gone.join(', ')}</del>}
      {gone.length > 0 && come.length > 0 && (
        <>
          <span aria-hidden="true">→</span>
          <span className="sr-only">{t('became')}</span>
        </>
      )}
      {come.length > 0 && <ins className="text-success no-underline">{come.join(', ')}</ins>}
    </>
  )
}

/** `invitationsRevoked` → “invitations revoked” */
const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
