import { TriangleAlert } from 'lucide-react'
import { getTranslations } from 'next-intl/server'

/** Ten at the start; a warning while there is still one to spare. */
export async function CodesLeft({ left }: { left: number }) {
  const t = await getTranslations('secondFactor.settings')
  if (left > 2) return t('codesLeft', { left })
  return (
    <span className="inline-flex items-start gap-1.5 text-warning">
      <TriangleAlert aria-hidden="true" className="mt-0.75 size-3.5 shrink-0" />
      <span>{t('codesLeft', { left })}</span>
    </span>
  )
}
