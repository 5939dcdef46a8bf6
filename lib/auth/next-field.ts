import { z } from 'zod'
import { safePath } from './safe-path'

/** The page that somebody came for, if it is one of ours: a hidden field of every form on the way in. */
export function nextField() {
  return z
    .string()
    .optional()
    .transform((path) => safePath(path, '') || null)
}
