import { userPicture } from '@/lib/access/pictures'
import { findLogo } from '@/lib/auth/pictures'

/** An organization's picture, for its members. */
export const GET = userPicture(findLogo)
