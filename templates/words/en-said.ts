/** Sentences that the rooms say themselves, in English: where variables come from, why a campaign may not start. */
export const saidWords = {
  /** Such a sentence in this language; as it is where it has no words for it. */
  said: (sentence: string): string => sentence,
}
