/** What of a picture's making is wanted again. */
export type RecallPart = 'prompt' | 'seed' | 'size' | 'all'
