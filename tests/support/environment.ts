// Whatever the shell or an env file says of the outside world, tests neither mail, sign in nor cache there.
const outside = [
  ...['RESEND_API_KEY', 'RESEND_BASE_URL', 'SMTP_URL', 'REDIS_URL', 'CRON_SECRET', 'DATA_DIR', 'DNS_SERVERS'],
  ...[
    'AUTH_GOOGLE_ID',
    'AUTH_GOOGLE_SECRET',
    'AUTH_GITHUB_ID',
    'AUTH_GITHUB_SECRET',
    'AUTH_MICROSOFT_ID',
    'AUTH_MICROSOFT_SECRET',
  ],
  ...[
    'AUTH_OIDC_NAME',
    'AUTH_OIDC_ISSUER',
    'AUTH_OIDC_ID',
    'AUTH_OIDC_SECRET',
    'AUTH_METHODS',
    'SIGN_UP_MODE',
    'WORKER',
  ],
  ...['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', 'PORT', 'DATABASE_URL', 'DATABASE_OWNER_URL'],
]

/** What the application is told while it is tested: production's limits, behind one trusted hop so that every person has an address. */
export const environment = {
  ...Object.fromEntries(outside.map((name) => [name, ''])),
  APP_URL: 'http://localhost:3999',
  AUTH_SECRET: 'a-secret-that-exists-only-while-the-tests-run',
  TRUSTED_PROXY_HOPS: '1',
  DEMO_MAILBOX: '1',
  EMAIL_FROM: 'Atrium <atrium@example.test>',
  NEXT_TELEMETRY_DISABLED: '1',
}
