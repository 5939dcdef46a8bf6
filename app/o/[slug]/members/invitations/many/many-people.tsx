'use client'
import { Form, type FormAction } from '@/components/form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { useHydrated } from '@/components/ui/hydrated'
import { Progress } from '@/components/ui/progress'
import { SubmitButton } from '@/components/ui/submit-button'
import { Textarea } from '@/components/ui/textarea'
import { InviteResults } from '../../invite-results'
import { RoleField } from '../../role-field'
import { DownloadResults } from './download-results'
import { ListField } from './list-field'
import { useBatches } from './use-batches'

type Words = Record<
  | ('file' | 'fileWhy' | 'fileTooLarge' | 'emails' | 'emailsWhy' | 'role' | 'roleWhy' | 'message' | 'messageWhy')
  | ('send' | 'stop' | 'progress' | 'sent' | 'stopped' | 'finished' | 'finishedAll' | 'broken')
  | ('results' | 'download' | 'line' | 'outcome' | 'done' | 'refused' | 'limit'),
  string
>

type ManyPeopleProps = { action: FormAction; roles: { value: string; label: string }[]; words: Words }

/** Sends a long list batch after batch. Without JavaScript each press sends one, and what was not reached stays in the field. */
export function ManyPeople({ action, roles, words }: ManyPeopleProps) {
  const hydrated = useHydrated()
  const { send, stop, progress } = useBatches(action, words)
  return (
    <Form action={hydrated ? send : action}>
      <InviteResults words={words} />
      <DownloadResults words={words} />
      <ListField words={words} />
      <RoleField label={words.role} description={words.roleWhy} className="sm:max-w-60" roles={roles} />
      <Field name="message" label={words.message} description={words.messageWhy}>
        <Textarea rows={3} maxLength={500} />
      </Field>
      {progress && (
        <div className="grid gap-2 rounded-lg border bg-muted p-3.5">
          <div className="flex flex-wrap items-center justify-between gap-3 text-[0.8125rem]">
            <span className="tabular-nums">{progress.says}</span>
            <Button size="sm" variant="secondary" onClick={stop}>
              {words.stop}
            </Button>
          </div>
          <Progress value={progress.percent} aria-label={words.progress} />
        </div>
      )}
      <p role="status" className="sr-only">
        {progress?.says}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <p className="text-[0.8125rem] text-muted-foreground">{words.limit}</p>
        <SubmitButton>{words.send}</SubmitButton>
      </div>
    </Form>
  )
}
