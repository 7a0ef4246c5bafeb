/** The ways in: second step, links, the identity provider, in English. */
export const waysWords = {
  ways: {
    secondTitle: 'Second step',
    secondLead: 'Enter the code',
    secondHint: 'The six digits that your authenticator app shows now, or one of your recovery codes.',
    code: 'Code',
    secondSubmit: 'Go on',
    secondProblems: {
      'wrong code': 'This code is not right. Codes change every 30 seconds: take the one that is shown now.',
      again: 'That took too long, or too many codes were wrong. Sign in again with your password.',
      locked: 'Too many wrong codes for this account. Wait 15 minutes; an admin can turn the second step off.',
      'slow down': 'Too many tries from your network. Wait a minute, then try again.',
    },
    startOver: 'Sign in again',
    forgot: 'Forgot your password?',
    forgotTitle: 'A new password',
    forgotLead: 'Set a new password',
    forgotHint: 'We mail a link that works once, for 24 hours, to the address of your account.',
    forgotSubmit: 'Mail me a link',
    forgotSent:
      'If there is an active account with this address, a link is on its way to it. It works once, for 24 hours.',
    forgotNoRelay: 'This desk sends no mail yet, so it cannot mail you a link. Ask an admin: the staff page makes one.',
    forgotMany: 'Too many tries from your network. Wait a quarter of an hour, then try again.',
    or: 'or',
    by: (provider: string) => `Sign in with ${provider}`,
    providerTitle: 'Not signed in',
    providerProblems: {
      unknown: 'The provider knows you, this desk does not: ask an admin for an invitation.',
      'foreign domain': 'Addresses of your domain may not sign in here. Use the address of your work, or ask an admin.',
      unverified: 'The provider did not say that your address is verified, so it proves nothing here. Ask an admin.',
      deactivated: 'This account is deactivated. An admin can activate it again.',
      away: 'The identity provider cannot be reached just now. Try again, or sign in with your password.',
      'slow down': 'Too many tries from your network. Wait a minute, then try again.',
      failed: 'The identity provider did not vouch for you, or it took too long. Try again.',
    },
    joinTitle: 'Join the desk',
    joinLead: (email: string) => `An account for ${email}`,
    joinHint: 'Choose a password. This link works once.',
    joinSubmit: 'Make the account and sign in',
    resetTitle: 'A new password',
    resetHint: 'All your devices are signed out, then you sign in anew. This link works once.',
    resetSubmit: 'Set the password',
    newPassword: 'New password',
    dead: 'This link is no longer good',
    deadText:
      'It is used, too old, or not one of ours. Ask an admin for another one, or sign in if you have an account.',
    faults: {
      name: 'Write your name.',
      short: 'Use 10 characters or more; a few unrelated words are best.',
      long: 'Use at most 128 characters.',
      known: 'This is among the passwords that are tried first. Take a few unrelated words instead.',
    },
    mail: {
      inviteSubject: (desk: string) => `Your account at the desk of ${desk}`,
      invite: (link: string) =>
        `You are invited to the desk. Open this link to choose a password; it works once, for 72 hours:\n\n${link}\n`,
      resetSubject: (desk: string) => `A new password for the desk of ${desk}`,
      reset: (link: string) =>
        `Open this link to set a new password; it works once, for 24 hours:\n\n${link}\n\nIf you did not ask for it, leave it: your password stays as it is.\n`,
    },
  },
}
