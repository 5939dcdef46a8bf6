import { Globe, KeyRound, Smartphone, Timer } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { ButtonLink } from './ui/button-link'
import { EmptyState } from './ui/empty-state'

export type Refused = {
  kind: 'network' | 'method' | 'lifetime' | 'idle' | 'secondFactor'
  /** The ways in that count and are on: ours by their id, a provider by its name. */
  methods: readonly string[]
  ip: string
  /** The page to come back to. */
  here: string
}

const icons = {
  network: <Globe />,
  method: <KeyRound />,
  lifetime: <Timer />,
  idle: <Timer />,
  secondFactor: <Smartphone />,
}

/** A member whose session is not what the organization asks for: why, and the one button that mends it and leads back. */
export function PolicyRefused({ kind, methods, ip, here }: Refused) {
  const t = useTranslations('errors.policy')
  const format = useFormatter()
  const words = { password: t('password'), link: t('link'), passkey: t('passkey') } as Record<string, string>
  const ways = format.list(
    methods.map((method) => words[method] ?? method),
    { type: 'disjunction' },
  )
  const off = kind === 'method' && methods.length === 0
  const next = encodeURIComponent(here)
  const way =
    kind === 'secondFactor' ? `/account/confirm?second-factor&next=${next}` : `/sign-in?again=${kind}&next=${next}`
  return (
    <div className="grid min-h-[60dvh] place-items-center">
      <EmptyState
        heading="h1"
        icon={icons[kind]}
        title={t(off ? 'methodsOff.title' : `${kind}.title`)}
        action={
          kind === 'network' || off ? (
            <ButtonLink href="/account/organizations" variant="secondary" prefetch={false}>
              {t('network.button')}
            </ButtonLink>
          ) : (
            <ButtonLink href={way} prefetch={false}>
              {t(`${kind}.button`)}
            </ButtonLink>
          )
        }
      >
        {off ? t('methodsOff.why') : t(`${kind}.why`, { ip, ways })}
      </EmptyState>
    </div>
  )
}
