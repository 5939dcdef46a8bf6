import { z } from 'zod'
import { userRead } from '@/lib/access/routes'
import { openExport } from '@/lib/auth/account/data-exports'
import { filePolicy } from '@/lib/auth/file-policy'
import { readStepUp } from '@/lib/auth/step-up/step-up'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { AppError, NOTHING_HERE } from '@/lib/errors'

const CONFIRM = `${env.APP_URL}/account/confirm?${new URLSearchParams({ next: '/account#data' })}`

/** The copy of a person's data, for that person, who has just proved that it is them: whoever found a session open does not get all of it. */
export const GET = userRead(async (ctx, { id }: { id: string }) => {
  if (!z.uuid().safeParse(id).success) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const { stream, createdAt } = await openExport(ctx, id)
  if (!(await readStepUp(ctx)).fresh) return new Response(null, { status: 303, headers: { location: CONFIRM } })
  const product = brand.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return new Response(stream, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${product}-data-${createdAt.toISOString().slice(0, 10)}.json"`,
      'content-security-policy': filePolicy,
    },
  })
})
