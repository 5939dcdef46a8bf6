'use client'
import { unstable_rethrow } from 'next/navigation'
import { useRef, useState } from 'react'
import type { FormAction } from '@/components/form'
import type { ActionState } from '@/lib/access/action-state'

type Words = Record<'sent' | 'stopped' | 'finished' | 'finishedAll' | 'broken', string>
type Progress = { says: string; percent: number }

/**
 * Sends what is in the field until nothing is left that was not reached, somebody stops it, or a batch fails. The server takes
 * as many as one transaction can and answers with the rest; what was sent stays sent, whatever comes after.
 */
export function useBatches(action: FormAction, words: Words) {
  const [progress, setProgress] = useState<Progress | null>(null)
  const stopped = useRef(false)

  async function send(state: ActionState, form: FormData): Promise<ActionState> {
    stopped.current = false
    form.delete('file')
    const results: NonNullable<ActionState['results']> = []
    const refused: string[] = []
    try {
      for (;;) {
        const answer = await attempt(action, state, form)
        if (!answer?.results) return results.length === 0 ? (answer ?? brokenWith(form)) : brokenWith(form)
        results.push(...answer.results)
        const lines = (answer.values?.emails ?? '').split('\n').filter(Boolean)
        const rest = lines.slice(0, Number(answer.values?.rest ?? 0))
        refused.push(...lines.slice(rest.length))
        const total = results.length + rest.length
        if (rest.length === 0 || stopped.current) return finished(answer, rest)
        const says = fill(words.sent, { done: results.length, total })
        setProgress({ says, percent: (results.length / total) * 100 })
        form.set('emails', rest.join('\n'))
      }
    } finally {
      setProgress(null)
    }

    function finished(answer: ActionState, rest: string[]): ActionState {
      const ok = results.length - refused.length
      const left = rest.length + refused.length
      const sentence = rest.length > 0 ? words.stopped : left > 0 ? words.finished : words.finishedAll
      return { ...answer, ...kept([...rest, ...refused]), ok: ok > 0, message: fill(sentence, { ok, left }), results }
    }

    /** The batch was rolled back as a whole: it stands in the field again, before what an earlier one refused. */
    function brokenWith(form: FormData): ActionState {
      const sent = String(form.get('emails') ?? '').split('\n')
      return {
        ...kept([...sent, ...refused]),
        message: words.broken,
        results: results.length > 0 ? results : undefined,
      }
    }

    function kept(lines: string[]) {
      return { values: { ...textsOf(form), emails: lines.join('\n') } }
    }
  }

  return { send, stop: () => (stopped.current = true), progress }
}

/** Nothing when the server could not be reached. */
async function attempt(action: FormAction, state: ActionState, form: FormData): Promise<ActionState | null> {
  try {
    return (await action(state, form)) ?? null
  } catch (error) {
    unstable_rethrow(error)
    return null
  }
}

function textsOf(form: FormData) {
  return Object.fromEntries([...form].filter((field): field is [string, string] => typeof field[1] === 'string'))
}

const fill = (sentence: string, values: Record<string, number>) =>
  sentence.replace(/__(\w+?)__/g, (_, name: string) => values[name]?.toLocaleString() ?? '')
