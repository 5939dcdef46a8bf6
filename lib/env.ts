import { createEnv } from '@t3-oss/env-nextjs'
import { z } from 'zod'

const production = process.env.NODE_ENV === 'production'
const building = process.env.NEXT_PHASE === 'phase-production-build'
export const whereToSet = production ? "your platform's settings" : '.env.local'

/** Its message is for whoever runs the process: which variable, and where to set it. */
export class EnvironmentError extends Error {}

const flag = z.enum(['0', '1', 'true', 'false'], 'is 1 or 0').transform((value) => value === '1' || value === 'true')
const text = z.string().trim().min(1)
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'is postgresql://user:password@host:port/database' })
const origin = z
  .url({ protocol: /^https?$/, error: 'is an address such as https://app.example.com' })
  .refine((url) => !URL.canParse(url) || new URL(url).pathname === '/', 'has no path: only scheme, host and port')
  .transform((url) => (URL.canParse(url) ? new URL(url).origin : url))

// Whether a variable must be there depends on who asks (a build needs none, migrations need no secret), so a missing
// one is an error when it is read; a malformed one is an error at once.
const given = createEnv({
  server: {
    PORT: z.coerce.number({ error: 'is a port number' }).int().min(1).max(65535).optional(),
    APP_URL: origin.optional(),
    DATABASE_URL: postgresUrl.optional(),
    DATABASE_OWNER_URL: postgresUrl.optional(),
    DATA_DIR: text.optional(),
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'is redis://host:port' }).optional(),
    AUTH_SECRET: text.optional(),
    AUTH_SECRET_PREVIOUS: text.optional(),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: text.optional(),
    EMAIL_FROM: text.optional(),
    RESEND_API_KEY: text.optional(),
    RESEND_BASE_URL: z.url('is an address').optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'is smtp://user:password@host:port' }).optional(),
    AUTH_GOOGLE_ID: text.optional(),
    AUTH_GOOGLE_SECRET: text.optional(),
    AUTH_GITHUB_ID: text.optional(),
    AUTH_GITHUB_SECRET: text.optional(),
    AUTH_MICROSOFT_ID: text.optional(),
    AUTH_MICROSOFT_SECRET: text.optional(),
    AUTH_OIDC_NAME: text.default('Single sign-on'),
    AUTH_OIDC_ISSUER: z.url('is the address of the issuer').optional(),
    AUTH_OIDC_ID: text.optional(),
    AUTH_OIDC_SECRET: text.optional(),
    AUTH_METHODS: text.optional(),
    SIGN_UP_MODE: z.enum(['open', 'invite', 'closed'], 'is open, invite or closed').default('open'),
    TRUSTED_PROXY_HOPS: z.coerce.number('is a number of proxies').int().min(0).max(10).default(0),
    WORKER: z.enum(['in-process', 'separate'], 'is in-process or separate').default('in-process'),
    CRON_SECRET: z.string().min(16, 'has at least 16 characters').optional(),
    DNS_SERVERS: text.transform((list) => list.split(',').map((server) => server.trim())).optional(),
    DEMO_MAILBOX: flag.default(false),
  },
  experimental__runtimeEnv: {},
  emptyStringAsUndefined: true,
  onValidationError(issues) {
    const lines = issues.map(({ path, message }) => `${String(path?.[0])} ${message}`)
    throw new EnvironmentError(`${lines.join('; ')}. Correct it in ${whereToSet}.`)
  },
})

/** The environment, typed. Reading a variable that this process needs and does not have throws a line that says where to set it. */
export const env = {
  ...given,
  get APP_URL() {
    if (given.APP_URL) return given.APP_URL
    if (!production || building) return `http://localhost:${given.PORT ?? 3000}`
    throw missing('APP_URL', 'the address people open, such as https://app.example.com')
  },
  get AUTH_SECRET() {
    if (given.AUTH_SECRET) return given.AUTH_SECRET
    // Nothing that is built may depend on it: every process of a build has another one.
    if (building) return crypto.randomUUID()
    throw missing('AUTH_SECRET', '`openssl rand -base64 33` makes one; `npm run dev` does it for you')
  },
  get DATABASE_URL() {
    if (given.DATABASE_URL) return given.DATABASE_URL
    if (building) return 'postgresql://nobody@no-database-during-build.invalid/none'
    throw missing('DATABASE_URL', 'the app role on PostgreSQL 15 or newer; `npm run dev` brings its own database')
  },
}

export const isSecure = given.APP_URL?.startsWith('https:') ?? false

export function isLoopback(url: string) {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

// The mailbox shows every mail to everybody, reset links included: never in public. `none`: mail waits in the queue.
const mailbox = production ? given.DEMO_MAILBOX && isLoopback(given.APP_URL ?? 'http://unknown.invalid') : true
export const mailTransport = given.RESEND_API_KEY ? 'resend' : given.SMTP_URL ? 'smtp' : mailbox ? 'mailbox' : 'none'

function missing(name: string, hint: string) {
  return new EnvironmentError(`${name} is missing: set it in ${whereToSet} (${hint}).`)
}
