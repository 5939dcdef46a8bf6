import { readFileSync } from 'node:fs'

// Below these, versions have published holes: remote code execution and cache leaks in next, code execution and denial of
// service in react's server components (CVE-2025-55182 and its followers), failing open in next-auth.
const floors: Record<string, string> = {
  next: '16.4.5',
  react: '19.2.4',
  'react-dom': '19.2.4',
  'next-auth': '5.0.0-beta.32',
}

/** The packages in the lockfile that are known to be vulnerable. */
export function findVulnerable(lockfile = readFileSync('package-lock.json', 'utf8')) {
  const { packages }: { packages: Record<string, { version?: string }> } = JSON.parse(lockfile)
  return Object.entries(packages).flatMap(([place, { version = '0' }]) => {
    const name = place.split('node_modules/').at(-1) ?? ''
    const floor = Object.hasOwn(floors, name) ? floors[name] : undefined
    if (!place || !floor || compare(version, floor) >= 0) return []
    return [`${place} is ${version}, which is known to be vulnerable: ${name} must be ${floor} or newer.`]
  })
}

// A pre-release comes before its release: 5.0.0-beta.32 < 5.0.0.
function compare(one: string, other: string) {
  const parts = (version: string) => {
    const [release = '', pre] = version.split('-')
    return [...release.split('.').map(Number), pre ? 0 : 1, ...(pre?.match(/\d+/g) ?? []).map(Number)]
  }
  const [a, b] = [parts(one), parts(other)]
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference) return difference
  }
  return 0
}
