'use server'
import { userAction } from '@/lib/access/actions'
import * as avatar from '@/lib/domain/avatar'

export const uploadAvatar = userAction(avatar.uploadAvatarSchema, avatar.updateAvatar, {
  prepare: avatar.drawAvatar,
  upload: 'avatar',
})
export const removeAvatar = userAction(avatar.removeAvatarSchema, avatar.removeAvatar)
