/** Where things lie that measures need; absolute paths. */
export interface Place {
  readonly root: string
  /** The folder of this build: program, worker and bench. */
  readonly build: string
  readonly starterModel: string
  /** The random U-Net, which measures of it find written and read once. */
  readonly checkpoint: string
}

/** Threads of every measured U-Net, ours and PyTorch's, however many cores there are: the goals are for two. */
export const THREADS = 2
