import type { Words } from './words/en.ts'

export type KeyName = keyof Words['shortcuts']['keys']
type Group = keyof Words['shortcuts']['groups']

/**
 * Every key, once: the sheet, the palette and the keyboard itself read this table. `deed` names a function of keys.js;
 * a key without one clicks what has it as its data-key on the page. Two signs with a space between are pressed in turn.
 */
export const keyTable: readonly Readonly<{ group: Group; key: string; name: KeyName; deed?: string }>[] = [
  { group: 'walk', key: 'j', name: 'next', deed: 'next' },
  { group: 'walk', key: 'k', name: 'previous', deed: 'previous' },
  { group: 'walk', key: 'Enter', name: 'open' },
  { group: 'walk', key: 'o', name: 'open', deed: 'open' },
  { group: 'walk', key: 'u', name: 'back' },
  { group: 'walk', key: '/', name: 'search' },
  { group: 'walk', key: 'g b', name: 'goBoard' },
  { group: 'walk', key: 'g i', name: 'goOpen' },
  { group: 'walk', key: 'g m', name: 'goMine' },
  { group: 'walk', key: 'g u', name: 'goUnassigned' },
  { group: 'walk', key: 'g l', name: 'goLook' },
  { group: 'walk', key: 'g s', name: 'goSnoozed' },
  { group: 'walk', key: 'g f', name: 'goFailed' },
  { group: 'walk', key: 'g d', name: 'goDrafts' },
  { group: 'walk', key: 'g h', name: 'goHeld' },
  { group: 'walk', key: 'g c', name: 'goClosed' },
  { group: 'walk', key: 'g n', name: 'goNotices' },
  { group: 'walk', key: 'g t', name: 'goFollowUps' },
  { group: 'walk', key: 'g p', name: 'goPeople' },
  { group: 'walk', key: 'g o', name: 'goOrders' },
  { group: 'walk', key: 'g x', name: 'goProblems' },
  { group: 'walk', key: 'g r', name: 'goReports' },
  { group: 'walk', key: '?', name: 'help', deed: 'sheet' },
  { group: 'select', key: 'x', name: 'select', deed: 'select' },
  { group: 'select', key: 'J', name: 'selectNext', deed: 'selectNext' },
  { group: 'select', key: 'K', name: 'selectPrevious', deed: 'selectPrevious' },
  { group: 'select', key: '* a', name: 'selectAll', deed: 'selectAll' },
  { group: 'issue', key: 'r', name: 'reply' },
  { group: 'issue', key: 'R', name: 'replyAll' },
  { group: 'issue', key: 'f', name: 'forward' },
  { group: 'issue', key: 'n', name: 'note' },
  { group: 'issue', key: 'c', name: 'newLetter' },
  { group: 'issue', key: 'e', name: 'closeNext', deed: 'closeNext' },
  { group: 'issue', key: 'E', name: 'close', deed: 'closeStay' },
  { group: 'issue', key: 'm', name: 'mine' },
  { group: 'issue', key: 'a', name: 'assign' },
  { group: 'issue', key: 't', name: 'types' },
  { group: 'issue', key: 's', name: 'snooze' },
  { group: 'issue', key: 'i', name: 'fromWords', deed: 'fromWords' },
  { group: 'issue', key: 'l', name: 'link', deed: 'link' },
  { group: 'issue', key: 'p', name: 'phone' },
  { group: 'issue', key: 'z', name: 'undo' },
  { group: 'message', key: '[', name: 'messageUp', deed: 'messageUp' },
  { group: 'message', key: ']', name: 'messageDown', deed: 'messageDown' },
  { group: 'message', key: 'v', name: 'html' },
  { group: 'message', key: '.', name: 'copy', deed: 'copy' },
  { group: 'message', key: '\\', name: 'details' },
  { group: 'composer', key: 'Ctrl Enter', name: 'send' },
  { group: 'composer', key: 'Ctrl Shift Enter', name: 'sendClose' },
  { group: 'composer', key: 'Ctrl Alt Enter', name: 'sendNext' },
  { group: 'composer', key: 'Ctrl Alt Shift Enter', name: 'sendCloseNext' },
  { group: 'composer', key: 'Ctrl Shift N', name: 'turnNote' },
  { group: 'composer', key: 'Ctrl K', name: 'palette' },
  { group: 'composer', key: 'Esc', name: 'leave' },
]

export const keyGroups: readonly Group[] = ['walk', 'select', 'issue', 'message', 'composer']
