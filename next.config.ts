import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'
import { UPLOAD_LIMIT } from './lib/parameters'

const production = process.env.NODE_ENV === 'production'
// Builds beside the usual one (the tests') have their own folder, and leave tsconfig.json alone (scripts/lib/built.ts).
const distDir = process.env.NEXT_DIST_DIR || '.next'
const aside = distDir !== '.next'

// On everything. The policy for scripts, with its nonce, comes from middleware.
const headers = [
  ['Content-Security-Policy', "frame-ancestors 'none'; object-src 'none'; base-uri 'none'"],
  ['X-Frame-Options', 'DENY'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  [
    'Permissions-Policy',
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  ],
  // One year and subdomains [V3.4.1]. Browsers ignore it on http, so localhost stays as it is.
  ...(production ? [['Strict-Transport-Security', 'max-age=31536000; includeSubDomains']] : []),
].map(([key = '', value = '']) => ({ key, value }))

const tokenPages = [
  '/verify-email',
  '/reset-password',
  '/sign-in/link',
  '/invite/:token',
  '/account/email',
  '/undo-email-change',
]

const headerRules: Awaited<ReturnType<NonNullable<NextConfig['headers']>>> = [
  { source: '/:path*', headers },
  // Not `no-referrer`: a form without JavaScript would send `Origin: null`.
  ...tokenPages.map((source) => ({ source, headers: [{ key: 'Referrer-Policy', value: 'same-origin' }] })),
]

const config: NextConfig = {
  distDir,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // Rolling deployments: set NEXT_DEPLOYMENT_ID and NEXT_SERVER_ACTIONS_ENCRYPTION_KEY at build time (docs/deployment.md).
  serverExternalPackages: [
    'pg',
    'graphile-worker',
    'nodemailer',
    'ioredis',
    'pino',
    '@node-rs/argon2',
    'rate-limiter-flexible',
  ],
  headers: async () => headerRules,
  typescript: {
    // For builds that only have to run: `npm run build` and `npm run check` do look at types.
    ignoreBuildErrors: process.env.CHECK_TYPES === '0',
    ...(aside ? { tsconfigPath: `.data/tsconfig${distDir}.json` } : {}),
  },
  agentRules: false,
  devIndicators: { position: 'bottom-right' }, // on the left it lies over the user menu
  experimental: {
    agentUpgrade: false,
    authInterrupts: true,
    globalNotFound: true,
    // A page loads when it is first asked for: otherwise the first visitor of a fresh instance waits for all of them.
    preloadEntriesOnStart: false,
    // The guard lets this much through on one page only, and the gate to one act only; for all others it is BODY_LIMIT.
    serverActions: { bodySizeLimit: UPLOAD_LIMIT },
    // More than UPLOAD_LIMIT, or what is too large would come to the guard and to handlers cut off, and look malformed.
    proxyClientMaxBodySize: '4mb',
  },
}

export default createNextIntlPlugin('./lib/i18n/request.ts')(config)
