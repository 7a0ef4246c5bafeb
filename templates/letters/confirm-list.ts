/** The letter that asks for the second yes. It names nothing but the list: whoever got it by mistake throws it away. */
export function confirmLetter({ list, url }: { list: string; url: string }): { subject: string; text: string } {
  return {
    subject: `Please confirm: ${list}`,
    text: `Hello,

somebody, we hope you, asked for “${list}” at this address.

If that was you, open this page and press the button:
${url}

If not, do nothing: you will get no mail of this kind.`,
  }
}
