import { cn } from './cn'

const hues = [18, 62, 110, 158, 200, 245, 285, 335]

function hueOf(name: string) {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return hues[sum % hues.length]
}

export function initialsOf(name: string) {
  const words = name
    .trim()
    .split(/[\s@._-]+/u)
    .filter(Boolean)
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => Array.from(word ?? '')[0] ?? '')
  return letters.join('').toLocaleUpperCase() || '?'
}

type AvatarProps = {
  name: string
  image?: string | null
  /** A colour that white is read on, instead of the one that the name has. */
  color?: string
  shape?: 'circle' | 'square'
  size?: 'sm' | 'md' | 'lg' | 'xl'
  className?: string
}

/** Decorative: the name stands beside it. The same name has the same colour everywhere. */
export function Avatar({ name, image, color, shape = 'circle', size = 'md', className }: AvatarProps) {
  const look = cn(
    'avatar relative grid shrink-0 place-items-center overflow-hidden font-semibold tracking-tight select-none',
    { sm: 'size-6 text-[0.625rem]', md: 'size-8 text-xs', lg: 'size-11 text-base', xl: 'size-16 text-xl' }[size],
    shape === 'circle' ? 'rounded-full' : size === 'sm' ? 'rounded-sm' : 'rounded-lg',
    className,
  )
  return (
    <span
      aria-hidden="true"
      className={look}
      data-hue={color ? undefined : hueOf(name)}
      style={color ? { backgroundColor: color, color: '#fff' } : undefined}
    >
      {shape === 'square' ? initialsOf(name).slice(0, 1) : initialsOf(name)}
      {image && <Picture src={image} />}
    </span>
  )
}

/** Over the initials, which stand there until it is loaded, and when it cannot be. */
function Picture({ src }: { src: string }) {
  const look = 'absolute inset-0 size-full rounded-[inherit] border object-cover'
  // biome-ignore lint/performance/noImgElement: a picture of 64 px at most needs no optimizer
  return <img src={src} alt="" decoding="async" className={look} />
}
