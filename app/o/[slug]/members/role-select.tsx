'use client'
import { useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'

type RoleSelectProps = { label: string; current: string; roles: RoleChoice[]; save: string }

/** `why` it cannot be chosen by whoever looks. */
export type RoleChoice = { value: string; label: string; why?: string }

/** The button shows once there is something to save, and always without JavaScript. Nothing is saved by merely moving through the list. */
export function RoleSelect({ label, current, roles, save }: RoleSelectProps) {
  const [known, setKnown] = useState(current)
  const [chosen, setChosen] = useState(current)
  if (known !== current) {
    setKnown(current)
    setChosen(current)
  }
  return (
    <div className="flex items-center gap-2">
      <Select
        name="role"
        quiet
        aria-label={label}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
        className="w-36"
      >
        {roles.map(({ value, label, why }) => (
          <option key={value} value={value} disabled={Boolean(why)}>
            {why ? `${label} – ${why}` : label}
          </option>
        ))}
      </Select>
      <span className={cn(chosen === current && 'hidden noscript:block')}>
        <SubmitButton size="sm" variant={chosen === current ? 'secondary' : 'primary'}>
          {save}
        </SubmitButton>
      </span>
    </div>
  )
}
