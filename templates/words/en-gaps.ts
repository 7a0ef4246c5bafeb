/** Deleted issues, match proposals, own keys, mentions; in English. */
export const gapsWords = {
  deleted: {
    title: 'Deleted issues',
    lead: 'Out of every list and search, and still whole: restoring brings everything back.',
    empty: 'No issue is deleted.',
    by: (name: string) => `Deleted by ${name}`,
    byDesk: 'Deleted',
    restore: 'Restore',
    more: 'Older ones',
  },
  proposals: {
    title: 'May be the same person',
    lead: 'Customers who look like somebody with an account in the shop. Nothing is joined until you say so, and every answer can be taken back.',
    empty: 'Nobody waits to be matched. New accounts of the shop are compared with your customers by themselves.',
    who: 'Customer',
    user: 'Account in the shop',
    why: 'Because of',
    since: 'Since',
    pick: (person: string, user: string) => `Choose: ${person} is ${user}`,
    confirm: 'They are the same',
    dismiss: 'They are not',
    hint: 'Choose as many as you like, then say which it is.',
    noneChosen: 'Choose at least one pair first.',
    done: (confirmed: number, dismissed: number) =>
      [
        confirmed > 0 && (confirmed === 1 ? '1 customer matched' : `${confirmed} customers matched`),
        dismissed > 0 && (dismissed === 1 ? '1 proposal dismissed' : `${dismissed} proposals dismissed`),
      ]
        .filter(Boolean)
        .join(', ')
        .concat('.'),
    waiting: (n: number) => (n === 1 ? '1 customer may have an account' : `${n} customers may have an account`),
  },
  ownKeys: {
    title: 'Keyboard shortcuts',
    hint: 'Give a deed a key of your own.',
    lead: 'One sign, or two that are pressed one after the other, like “g i”. A capital letter is Shift and that letter. An empty field gives the deed its usual key again.',
    key: 'Key',
    usual: (key: string) => `Usually ${key}`,
    save: 'Save the keys',
    reset: 'All usual keys again',
    sheet: 'See all keys',
    notOne: 'Type one sign, or two with a space between.',
    taken: (name: string) => `“${name}” has this key: give one of them another.`,
    begins: (name: string) => `“${name}” begins with this key, so it could never be pressed alone.`,
    change: 'Change keys',
  },
  mentions: { label: 'Colleagues', hint: 'Type @ to tell a colleague.' },
}
