'use client'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlClasses } from './control-classes'
import { useControl } from './form-context'

export function Textarea({ className, defaultValue, rows = 4, ...props }: ComponentProps<'textarea'>) {
  const { control, value } = useControl(props)
  const start = props.value === undefined ? { defaultValue: value ?? defaultValue } : {}
  return <textarea rows={rows} className={cn(controlClasses, 'px-3 py-2', className)} {...control} {...start} />
}
