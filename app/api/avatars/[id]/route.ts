import { userPicture } from '@/lib/access/pictures'
import { findAvatar } from '@/lib/auth/pictures'

/** A person's picture, for themself and for people who share an organization with them. */
export const GET = userPicture(findAvatar)
