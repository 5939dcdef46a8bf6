// The numbers that safety hangs on, each with its source. Durations are in milliseconds unless the name says otherwise.

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** [ASVS V7.2.3] 256 bits of randomness; only the SHA-256 is stored [ASVS V11.5.1]. */
export const TOKEN_BYTES = 32

/** [ASVS V7.3.2] Absolute: also the cookie's Max-Age, since nothing slides. */
export const SESSION_LIFETIME = 30 * day
/** [ASVS V7.3.1] Without use for this long a session is over. `request_context()` in the migrations knows it too. */
export const SESSION_IDLE = 7 * day
/** [ASVS V7.1.2] The oldest goes when there is one more. */
export const SESSIONS_PER_USER = 10
/** A browser that was signed in within this time is known: no mail about it, and no lockout through others' guesses. */
export const DEVICE_LIFETIME = 365 * day

/** [ASVS V7.5.1] Before a sensitive act somebody has proved within this time, in this session, that it is them. */
export const STEP_UP_LIFETIME = 10 * minute
/** Between the first factor and the second [ASVS V6.6.2]; then the first is asked for again. */
export const PENDING_SIGN_IN_LIFETIME = 10 * minute
/** Codes for one half sign-in [ASVS V6.6.3]; then the first factor is asked for again. */
export const PENDING_SIGN_IN_TRIES = 5
/** In one browser, the active one included. */
export const ACCOUNTS_PER_BROWSER = 5
/** “Remember this device”: how long the second factor is not asked for there. */
export const REMEMBERED_DEVICE_LIFETIME = 30 * day

/** [RFC 6238 §4, §5.2] What every authenticator app knows: SHA-1, six digits. Seconds; `tolerance` in steps, either way. */
export const TOTP = { period: 30, tolerance: 1 }
/** [ASVS V6.5.2] 24 of 28 characters: 115 bits each. */
export const RECOVERY_CODES = { count: 10, length: 24 }

/** [WebAuthn L3 §13.4.3: at least 16 bytes, and a limited time] */
export const PASSKEY_CHALLENGE_BYTES = 32
export const PASSKEY_CHALLENGE_LIFETIME = 5 * minute
/** More than anybody has devices; a list that everybody can still read. */
export const PASSKEYS_PER_USER = 20
/** “Not now”: how long no passkey is offered. */
export const PASSKEY_OFFER_SLEEP = 14 * day

/** A sign-up whose address nobody proved is forgotten after this. */
export const UNPROVED_LIFETIME = 7 * day

/** [NIST SP 800-63B-4 §3.1.1.2; ASVS V6.2.1, V6.2.9] */
export const PASSWORD_LENGTH = { min: 12, max: 128 }
/** [OWASP Password Storage Cheat Sheet] argon2id; memory in KiB. */
export const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Each hash takes 19 MiB and a thread for ~25 ms; the rest wait in line and beyond that are told to come back. */
export const HASHING = { concurrency: 2, queue: 200 }

/** [ASVS V6.5.5] */
export const SIGN_IN_LINK_LIFETIME = 10 * minute
export const RESET_LIFETIME = 30 * minute
export const VERIFY_EMAIL_LIFETIME = 24 * hour
/** A further address, until the link to it was followed. */
export const ADD_EMAIL_LIFETIME = hour
/** The address before can take a change back for this long: somebody on holiday learns late of a stolen session. */
export const UNDO_EMAIL_LIFETIME = 72 * hour
export const ADDRESSES_PER_USER = 5
export const INVITATION_LIFETIME = 7 * day
/** As long as an invitation: the other side may be away for a week, and what was offered longer ago may not be meant any more. */
export const OWNERSHIP_OFFER_LIFETIME = 7 * day
/** From “Continue with Google” until the browser is back [RFC 9700 §4.5.3: short]. */
export const HANDSHAKE_LIFETIME = 10 * minute

/** [ASVS V6.6.3] Typed codes: per challenge, and per account however many challenges there are. */
export const CODE_TRIES = { perChallenge: 5, perAccountAndHour: 10 }

/** [OWASP Authentication Cheat Sheet] */
export const NAME_LENGTH = 80
/** [RFC 5321 §4.5.3.1.3] */
export const EMAIL_LENGTH = 254

/** A copy of everything about a person lies ready this long, and is written in pieces of so many rows. */
export const DATA_EXPORT_LIFETIME = 7 * day
export const DATA_EXPORT_PIECE = 500

/** Rows of an organization's export that are read, and sent, at a time. */
export const ORGANIZATION_EXPORT_PAGE = 500

/** How long its owners can bring a deleted organization back; its slug is held as long. */
export const RESTORABLE = 30 * day

/** More than anybody can tell apart; every page with a choice of roles stays small enough to send. */
export const ROLES_PER_ORGANIZATION = 200

/** As long as that of a deleted one: old links die out before anybody else stands there. `slug_is_taken()` in the migrations knows it too. */
export const RELEASED_SLUG_HELD = 30 * day

export const PENDING_INVITATIONS = 1_000
export const INVITATIONS_A_DAY = { first: 50, later: 1_000 }
/** Lines of one list of people; so many are written in one transaction, far below its five seconds. */
export const BULK_INVITATION = { lines: 500, atOnce: 25 }
/** What a link for several may say: how many join by it, and the domains of their addresses. */
export const LINK_INVITATION = { uses: 500, domains: 10 }
/** “Ask for a new one”: mails once in this time for one invitation, however often it is pressed. */
export const ASKED_AGAIN = day

/** Domains that one organization may claim: more than companies have, few enough to ask for every hour. */
export const DOMAINS = 20
/**
 * A proved domain whose record is gone still lets people in for this long: a weekend, and longer than any mistake in a zone
 * takes to be seen and mended. `organizations_to_join()` and `claim_domain()` in the migrations know it too.
 */
export const DOMAIN_GRACE = 3 * day
/** One question to a name server, of which there are two tries; all of it is given up after FETCH_PATIENCE. */
export const DNS_PATIENCE = 3 * second
/** As long as somebody may be away; a refusal is kept as long, and nobody is asked again before. */
export const JOIN_REQUEST_LIFETIME = 30 * day

/** Bodies beyond this are refused before any work. Bytes. */
export const BODY_LIMIT = 1_048_576

/** [OWASP File Upload Cheat Sheet] What may be sent, how large it may be once decoded, and what is kept: bytes, pixels, pixels a side. */
export const AVATAR = { bytes: 2_097_152, pixels: 25_000_000, side: 256 }
/** The body that carries a picture, with the form around it. Only that one act: see `upload` in lib/access/actions.ts. */
export const UPLOAD_LIMIT = AVATAR.bytes + 65_536

/** A database that does not answer within this is down. */
export const DATABASE_PATIENCE = 3 * second
/** Anything fetched from elsewhere is given up after this. */
export const FETCH_PATIENCE = 10 * second

/** Minutes: to what an organization may tighten the life of sessions that enter it [ASVS V7.3.1, V7.3.2]. The database knows the smallest ones too. */
export const POLICY_IDLE = [15, 30, 60, 4 * 60, 12 * 60, 24 * 60] as const
export const POLICY_LIFETIME = [60, 4 * 60, 8 * 60, 12 * 60, 24 * 60, 7 * 24 * 60] as const
/** Looked through at every request. */
export const POLICY_NETWORKS = 100
/** Mails about a new policy that one job writes, within the five seconds of its transaction. */
export const POLICY_NOTICES = 500
/** Of those who could grant what somebody asks for, so many get a mail. */
export const ACCESS_REQUEST_MAILS = 10
/** Who has a role for a time is told so long before its end. `due_role_ends()` in the migrations knows it too. */
export const ROLE_END_NOTICE = 3 * day
/** How far ahead the end of a role may lie: beyond that nobody means a date. */
export const ROLE_END_YEARS = 5
/** Looking at an organization as another role ends by itself. */
export const ROLE_VIEW_LIFETIME = hour

/** Whose role one form may change, or whom it may remove: one transaction writes them all well within its five seconds. */
export const PEOPLE_AT_ONCE = 100
/** Members that an export reads at once: a page of memory. */
export const MEMBERS_BATCH = 1_000

/** Events that are verified at once: a statement that ends well within its timeout. */
export const AUDIT_BATCH = 1_000
/** Events that are exported at once: few enough to be gone before the garbage collector keeps them. */
export const AUDIT_EXPORT_BATCH = 25
/** How long one verification or export may take, however slowly its reader reads. */
export const AUDIT_PATIENCE = 10 * minute
/** Verifications and exports that run at the same time in one process; the others are asked to come back. */
export const AUDIT_AT_ONCE = 4
/** Days. [PCI DSS 4.0 §10.5.1: three months at once, a year in all] Nobody who breaks in shortens history to hide what they just did. */
export const AUDIT_RETENTION = { min: 90 }
/** Events that leave a chain in one statement, and how often in one sweep. */
export const AUDIT_SWEEP = { batch: 2_000, rounds: 500 }
