import { type ClassValue, clsx } from 'clsx'

/** Joins class names. No tailwind-merge: it weighs 8 KB in the browser, and the kit avoids conflicts by its variants. */
export function cn(...classes: ClassValue[]) {
  return clsx(classes)
}
