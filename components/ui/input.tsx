'use client'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlClasses } from './control-classes'
import { useControl } from './form-context'

export function Input({ className, defaultValue, ...props }: ComponentProps<'input'>) {
  const { control, value } = useControl(props)
  const start = props.value === undefined ? { defaultValue: value ?? defaultValue } : {}
  return <input className={cn(controlClasses, 'h-9 px-3', className)} {...control} {...start} />
}
