/** A refusal of the server. Its message is the sentence that the server gave. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** what kind of refusal it is, of the server's list of errors; undefined when no such server gave it */
  readonly code: string | undefined
  /** what the sentence names, to say it in other words */
  readonly details: Readonly<Record<string, unknown>>
  /** the whole answer, for those that tell more than a sentence: limits, the current value of a stale write */
  readonly body: unknown

  constructor(status: number, detail: string, body: unknown, more: Partial<Pick<ApiError, 'code' | 'details'>> = {}) {
    super(detail)
    this.status = status
    this.body = body
    this.code = more.code
    this.details = more.details ?? {}
  }
}

/** Reads an answer that is no success. One that is no JSON, such as a page of a proxy, is told by its status. */
export async function readRefusal(response: Response): Promise<ApiError> {
  const text = await response.text()
  const body = parseJson(text)
  const detail = isObject(body) ? describeDetail(body.detail) : undefined
  const sentence = detail ?? `The server answered ${response.status} ${response.statusText}`.trimEnd()
  const details = parseJson(response.headers.get('X-Error-Details') ?? '')
  return new ApiError(response.status, sentence, body, {
    code: response.headers.get('X-Error-Code') ?? undefined,
    details: isObject(details) ? details : {},
  })
}

/** A sentence as it is; of a list of what does not fit, each place with what is wrong there. */
function describeDetail(detail: unknown): string | undefined {
  if (typeof detail === 'string') return detail
  if (!Array.isArray(detail)) return undefined
  const lines = detail.filter(isObject).map(({ loc, msg }) => (Array.isArray(loc) ? `${loc.join('.')}: ${msg}` : String(msg)))
  return lines.join('; ')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
