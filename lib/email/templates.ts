import type { ReactNode } from 'react'
import { AccessAnswered, subject as accessAnswered } from './templates/access-answered'
import { AccessAsked, subject as accessAsked } from './templates/access-asked'
import { AccountChanged, subject as accountChanged } from './templates/account-changed'
import { AccountDeleted, subject as accountDeleted } from './templates/account-deleted'
import { AddEmail, subject as addEmail } from './templates/add-email'
import { AlreadyRegistered, subject as alreadyRegistered } from './templates/already-registered'
import { DataCopyReady, subject as dataCopyReady } from './templates/data-copy-ready'
import { Domain, subject as domain } from './templates/domain'
import { EmailChanged, subject as emailChanged } from './templates/email-changed'
import { Invitation, subject as invitation } from './templates/invitation'
import { InvitationAsked, subject as invitationAsked } from './templates/invitation-asked'
import { JoinRequest, subject as joinRequest } from './templates/join-request'
import { NewSignIn, subject as newSignIn } from './templates/new-sign-in'
import { Ownership, subject as ownership } from './templates/ownership'
import { PasswordChanged, subject as passwordChanged } from './templates/password-changed'
import { PolicyAhead, subject as policyAhead } from './templates/policy-ahead'
import { ResetPassword, subject as resetPassword } from './templates/reset-password'
import { RoleEnding, subject as roleEnding } from './templates/role-ending'
import { SecondFactorChanged, subject as secondFactorChanged } from './templates/second-factor-changed'
import { SignInLink, subject as signInLink } from './templates/sign-in-link'
import { SignInMethodChanged, subject as signInMethodChanged } from './templates/sign-in-method-changed'
import { StepUpCode, subject as stepUpCode } from './templates/step-up-code'
import { VerifyEmail, subject as verifyEmail } from './templates/verify-email'

export type Template<Props> = { subject: (props: Props) => string; Mail: (props: Props) => ReactNode }

/** Every mail that this product sends. */
export const templates = {
  'verify-email': { subject: verifyEmail, Mail: VerifyEmail },
  'already-registered': { subject: alreadyRegistered, Mail: AlreadyRegistered },
  'sign-in-link': { subject: signInLink, Mail: SignInLink },
  'reset-password': { subject: resetPassword, Mail: ResetPassword },
  'password-changed': { subject: passwordChanged, Mail: PasswordChanged },
  invitation: { subject: invitation, Mail: Invitation },
  'invitation-asked': { subject: invitationAsked, Mail: InvitationAsked },
  'new-sign-in': { subject: newSignIn, Mail: NewSignIn },
  'sign-in-method-changed': { subject: signInMethodChanged, Mail: SignInMethodChanged },
  'second-factor-changed': { subject: secondFactorChanged, Mail: SecondFactorChanged },
  'step-up-code': { subject: stepUpCode, Mail: StepUpCode },
  'add-email': { subject: addEmail, Mail: AddEmail },
  'email-changed': { subject: emailChanged, Mail: EmailChanged },
  'data-copy-ready': { subject: dataCopyReady, Mail: DataCopyReady },
  'account-deleted': { subject: accountDeleted, Mail: AccountDeleted },
  'access-asked': { subject: accessAsked, Mail: AccessAsked },
  'policy-ahead': { subject: policyAhead, Mail: PolicyAhead },
  'role-ending': { subject: roleEnding, Mail: RoleEnding },
  'access-answered': { subject: accessAnswered, Mail: AccessAnswered },
  domain: { subject: domain, Mail: Domain },
  'join-request': { subject: joinRequest, Mail: JoinRequest },
  ownership: { subject: ownership, Mail: Ownership },
  'account-changed': { subject: accountChanged, Mail: AccountChanged },
} satisfies Record<string, Template<never>>

export type TemplateName = keyof typeof templates
export type TemplateProps = { [Name in TemplateName]: Parameters<(typeof templates)[Name]['subject']>[0] }
