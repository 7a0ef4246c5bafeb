/** Sentences that the rooms say themselves, in English: where variables come from, why something is refused. */
export const saidWords = {
  /** Such a sentence in this language; as it is where it has no words for it. */
  said: (sentence: string): string => sentence,
}
