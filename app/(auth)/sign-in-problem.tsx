import { getTranslations } from 'next-intl/server'
import { Alert } from '@/components/ui/alert'
import { readProblem, signInProblems } from '@/lib/auth/oauth/problems'

/** Why a provider brought nobody in: /sign-in?problem=…. An unknown code says nothing. */
export async function SignInProblem({ problem: given }: { problem: unknown }) {
  const problem = readProblem(signInProblems, given)
  if (!problem) return null
  const t = await getTranslations('social')
  return (
    <Alert tone={problem === 'cancelled' ? 'neutral' : 'danger'} role="alert">
      {t(`problem.${problem}`)}
    </Alert>
  )
}
