/** A refusal of the server. Its message is the sentence that the server gave. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** the whole answer, for those that tell more than a sentence: limits, the current value of a stale write */
  readonly body: unknown

  constructor(status: number, detail: string, body: unknown) {
    super(detail)
    this.status = status
    this.body = body
  }
}

/** Reads an answer that is no success. One that is no JSON, such as a page of a proxy, is told by its status. */
export async function readRefusal(response: Response): Promise<ApiError> {
  const text = await response.text()
  const body = parseJson(text)
  const detail = isObject(body) ? describeDetail(body.detail) : undefined
  return new ApiError(response.status, detail ?? `The server answered ${response.status} ${response.statusText}`.trimEnd(), body)
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
