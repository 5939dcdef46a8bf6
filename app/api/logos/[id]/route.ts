import { userPicture } from '@/lib/access/pictures'
import { findLogo } from '@/lib/auth/logos'

/** An organization's picture, for its members. */
export const GET = userPicture(findLogo)
