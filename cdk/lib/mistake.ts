/** Something that whoever deploys can put right. The message is a sentence for them, and no stack of calls helps. */
export class Mistake extends Error {}
