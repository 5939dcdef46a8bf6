import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

const K = ({ children }: { children: ReactNode }) => <span className="text-brand">{children}</span>
const S = ({ children }: { children: ReactNode }) => <span className="text-success">{children}</span>

const files = [
  [
    'who',
    'app/o/[slug]/projects/actions.ts',
    <>
      <K>export const</K> renameProject = orgAction({'\n  '}
      <S>'project:update'</S>, projects.renameProjectSchema,{'\n  '}projects.renameProject, {'{ on }'},{'\n)'}
    </>,
  ],
  [
    'what',
    'lib/domain/projects.ts',
    <>
      <K>export async function</K> createProject({'{ db, audit }'}: OrgAct, {'{ name }'}) {'{\n  '}
      <K>const</K> project = <K>await</K> db.project.create({'{ data: { name } }'}){'\n  '}
      audit({'{ action: '}
      <S>'project.created'</S>, target: project {'}'}){'\n  '}
      <K>return</K> project{'\n}'}
    </>,
  ],
  [
    'wall',
    'prisma/migrations/…/migration.sql',
    <>
      <K>call</K> isolate_by_organization(<S>'"Project"'</S>);
    </>,
  ],
] as const

export function Code() {
  const t = useTranslations('marketing.code')
  return (
    <section id="code" aria-labelledby="code-title" className="border-t">
      <div className="mx-auto grid max-w-6xl gap-x-16 gap-y-10 px-5 py-20 sm:px-8 sm:py-28 lg:grid-cols-[5fr_7fr]">
        <div>
          <h2 id="code-title" className="text-2xl font-semibold tracking-tight sm:text-[2rem] sm:leading-10">
            {t('title')}
          </h2>
          <p className="mt-3 text-base leading-7 text-muted-foreground">{t('body')}</p>
        </div>
        <ol className="grid min-w-0 gap-4">
          {files.map(([step, path, code], index) => (
            <li key={step} className="min-w-0 overflow-hidden rounded-xl border bg-card shadow-card">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5 text-[0.8125rem]">
                <span className="grid size-5 place-items-center rounded-full bg-brand-soft text-xs font-semibold text-brand">
                  {index + 1}
                </span>
                <span className="font-medium">{t(step)}</span>
                <code className="ml-auto max-w-full truncate font-mono text-xs text-muted-foreground">{path}</code>
              </p>

              <pre
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
                tabIndex={0}
                className="overflow-x-auto p-4 font-mono text-[0.8125rem] leading-6 focus-visible:-outline-offset-2"
              >
                <code>{code}</code>
              </pre>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
