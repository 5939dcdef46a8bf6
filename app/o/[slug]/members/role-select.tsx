'use client'
import { useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'

type RoleSelectProps = { label: string; current: string; roles: { value: string; label: string }[]; save: string }

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
        {roles.map((role) => (
          <option key={role.value} value={role.value}>
            {role.label}
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
