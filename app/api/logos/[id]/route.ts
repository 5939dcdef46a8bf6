import { userPicture } from '@/lib/access/pictures'
import { findLogo } from '@/lib/auth/oauth/logos'

/** An organization's picture, for its members. */
export const GET = userPicture(findLogo)
