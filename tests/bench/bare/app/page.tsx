import { connection } from 'next/server'

/** Next and nothing else, rendered for each request. */
export default async function Page() {
  await connection()
  return (
    <main>
      <h1>Bare</h1>
    </main>
  )
}
