import './lib/environment'
import { seed } from '@/prisma/seed'
import { run } from './lib/notice'

run(async () => {
  await seed()
  // The pools of lib/db would keep the process open.
  process.exit(0)
})
