import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'

const commands = [
  ['run', 'npm install && npm run dev'],
  ['prove', 'npm run test:all'],
] as const

export function Start() {
  const t = useTranslations('marketing.start')
  return (
    <section id="start" aria-labelledby="start-title" className="border-t">
      <div className="mx-auto max-w-3xl px-5 py-20 sm:px-8 sm:py-28">
        <h2 id="start-title" className="text-center text-2xl font-semibold tracking-tight sm:text-[2rem] sm:leading-10">
          {t('title')}
        </h2>
        <p className="mx-auto mt-3 max-w-xl text-center text-base leading-7 text-muted-foreground">{t('body')}</p>
        <ol className="mt-10 grid gap-4">
          {commands.map(([name, command]) => (
            <li key={name} className="rounded-xl border bg-card p-5 shadow-card">
              <div className="flex items-center justify-between gap-4">
                <code className="min-w-0 font-mono text-[0.8125rem] break-words sm:text-sm">
                  <span aria-hidden="true" className="text-muted-foreground select-none">
                    ${' '}
                  </span>
                  {command}
                </code>
                <CopyButton text={command} size="icon" variant="ghost" label={t('copy', { command })} />
              </div>
              <p className="mt-2 leading-6 text-muted-foreground">{t(name)}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
