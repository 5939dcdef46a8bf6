import type { Page } from '@playwright/test'

/** A device that keeps passkeys and verifies its holder, in Chromium itself: nobody has to touch it. */
export async function plugIn(page: Page, { holder = true } = {}) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: holder,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: true,
      defaultBackupState: true,
    },
  })
  const credentials = async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  return {
    count: async () => (await credentials()).length,
    /** Whose it says that the first one is. */
    holder: async () => (await credentials())[0]?.userDisplayName,
    /** Whether its holder is somebody whom it knows: another one's finger is refused. */
    heldBy: (owner: boolean) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: owner }),
    /** Whether somebody is there to choose one from the browser's suggestions. */
    attended: (enabled: boolean) =>
      devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
  }
}
