'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useEffect, useState } from 'react'
import { readTheme, THEME_COOKIE, type Theme, themes } from '@/lib/theme'

const icons = { light: Sun, dark: Moon, system: Monitor }

/** The cookie is what the server reads; the attribute is what the eye sees now. */
function chooseTheme(theme: Theme) {
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser, and plain http has none
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=31536000; samesite=lax${secure}`
  document.documentElement.dataset.theme = theme
}

/** Needs JavaScript, and hides where there is none: the system's theme applies. */
export function ThemeChoice({ label, names }: { label: string; names: Record<Theme, string> }) {
  const [theme, setTheme] = useState<Theme>()

  useEffect(() => setTheme(readTheme(document.documentElement.dataset.theme)), [])

  return (
    <fieldset className="flex items-center justify-between gap-3 px-2 py-1 noscript:hidden">
      <legend className="float-left text-sm">{label}</legend>
      <div className="flex rounded-md border bg-muted p-0.5">
        {themes.map((name) => {
          const Icon = icons[name]
          return (
            <label
              key={name}
              title={names[name]}
              className="grid size-6.5 cursor-pointer place-items-center rounded-sm text-muted-foreground hover:text-foreground has-checked:bg-card has-checked:text-foreground has-checked:shadow-xs has-focus-visible:outline-2 has-focus-visible:outline-ring"
            >
              <input
                type="radio"
                name="theme"
                value={name}
                aria-label={names[name]}
                checked={theme === name}
                onChange={() => {
                  chooseTheme(name)
                  setTheme(name)
                }}
                className="sr-only forced-colors:not-sr-only"
              />
              <Icon aria-hidden="true" className="size-3.5" />
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
