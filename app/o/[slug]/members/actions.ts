'use server'
import { orgAction } from '@/lib/access/actions'
import * as invitations from '@/lib/domain/invitations/invitations'
import * as many from '@/lib/domain/invitations/invite-many'
import * as inviting from '@/lib/domain/invitations/invite-members'
import * as links from '@/lib/domain/invitations/links'
import * as held from '@/lib/domain/members/held'
import * as members from '@/lib/domain/members/members'
import * as ends from '@/lib/domain/roles/ends'

const { invitationSchema, holdInvitation } = invitations

export const changeRole = orgAction('member:update', members.changeRoleSchema, members.changeRole, {
  on: held.holdToChange,
})
export const setRoleEnd = orgAction('member:update', ends.setRoleEndSchema, ends.setRoleEnd, { on: held.holdMember })
export const removeMember = orgAction('member:remove', held.peopleSchema, members.removeMember, {
  on: held.holdToRemove,
})

export const inviteMembers = orgAction('member:invite', inviting.inviteMembersSchema, inviting.inviteMembers)
export const inviteMany = orgAction('member:invite', many.inviteManySchema, many.inviteMany)
export const resendInvitation = orgAction('member:invite', invitationSchema, invitations.resendInvitation, {
  on: holdInvitation,
})
export const revokeInvitation = orgAction('member:invite', invitationSchema, invitations.revokeInvitation, {
  on: holdInvitation,
})
export const copyInvitationLink = orgAction('member:invite', invitationSchema, invitations.copyInvitationLink, {
  on: holdInvitation,
})

export const createLinkInvitation = orgAction(
  'member:invite',
  links.createLinkInvitationSchema,
  links.createLinkInvitation,
)
export const revokeLinkInvitation = orgAction('member:invite', links.linkInvitationSchema, links.revokeLinkInvitation, {
  on: links.holdLinkInvitation,
})
