// A failure that a person can act on: what was wrong, what would be right, and the exit code of the command.
// Programming errors stay plain exceptions; expected outcomes are returned as unions.

/** Exit codes follow sysexits.h, so that scripts can tell them apart. */
export const exitCodes = {
  usage: 64,
  data: 65,
  missing: 66,
  unavailable: 69,
  internal: 70,
  storage: 74,
  busy: 75,
  config: 78,
  interrupted: 130,
} as const
type FailureKind = keyof typeof exitCodes

export class Failure extends Error {
  readonly kind: FailureKind
  /** What to do now, as one sentence. */
  readonly advice: string | undefined

  constructor(kind: FailureKind, message: string, options: { advice?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'Failure'
    this.kind = kind
    this.advice = options.advice
  }

  get exitCode(): number {
    return exitCodes[this.kind]
  }
}

/** Turns what the file system says into a sentence about the place it was said of. */
export function storageFailure(path: string, doing: string, cause: unknown): Failure {
  const code = (cause as NodeJS.ErrnoException)?.code
  const advice = storageAdvice[code ?? '']
  return new Failure('storage', `${doing} ${path} failed: ${code ?? String(cause)}.`, {
    cause,
    ...(advice === undefined ? {} : { advice }),
  })
}

const storageAdvice: Record<string, string> = {
  EACCES: 'Give this user write permission there, or choose another folder with --data.',
  EPERM: 'Give this user write permission there, or choose another folder with --data.',
  EROFS: 'That file system is read-only: choose a writable folder with --data.',
  ENOSPC: 'The disk is full: free some space, then run the command again; nothing acknowledged is lost.',
  ENOTDIR: 'A part of that path is a file: choose another folder with --data.',
  ENOENT: 'It does not exist.',
}
