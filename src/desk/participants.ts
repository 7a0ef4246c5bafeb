import type { Tx } from '../database/connection.ts'

/** Every address of a person gets a part in the issue. */
export async function addParticipants(tx: Tx, issueId: number, personId: number) {
  await tx
    .insertInto('issueParticipants')
    .columns(['issueId', 'addressKey', 'address', 'name'])
    .expression((e) =>
      e
        .selectFrom('userIdentificationEmails as m')
        .innerJoin('userIdentifications as p', 'p.id', 'm.userIdentificationId')
        .select((s) => [
          s.val(issueId).$castTo<number>().as('issueId'),
          'm.addressKey',
          'm.address',
          s.fn<string>('concat_ws', [s.val(' '), 'p.firstNames', 'p.lastName']).as('name'),
        ])
        .where('p.id', '=', personId),
    )
    .onConflict((c) => c.doNothing())
    .execute()
}
