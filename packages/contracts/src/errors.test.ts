import { expect, test } from 'vitest'
import { AppError, describeAnswer } from './app-error.ts'
import { ERRORS, type ErrorRow } from './errors.ts'

const rows = Object.entries<ErrorRow>(ERRORS)
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)

test('a code is snake_case and has a status of a refusal', () => {
  expect(rows.filter(([code, { status }]) => !/^[a-z]+(_[a-z]+)*$/.test(code) || status < 400 || status > 599)).toEqual([])
})

test('every name in braces is a detail, and so is what stands beside the text', () => {
  for (const [code, { message, details = {}, body = [], headers = {} }] of rows) {
    const names = [message, ...Object.values(headers)].flatMap(placeholders)
    expect([code, [...names, ...body].filter((name) => name === undefined || !Object.hasOwn(details, name))]).toEqual([code, []])
  }
})

test('only faults of the server are reported', () => {
  const reported = rows.filter(([, row]) => row.reported).map(([code]) => code)
  expect(reported).toEqual(['internal_error', 'storage_full', 'storage_unusable'])
})

// the texts that clients rely on
test.each<[keyof typeof ERRORS, number, string]>([
  ['credentials_missing', 401, 'Missing authentication credentials'],
  ['authentication_required', 401, 'Authentication required'],
  ['login_failed', 401, 'Incorrect email or password'],
  ['account_disabled', 403, 'User account is disabled'],
  ['admin_required', 403, 'Admin privileges required'],
  ['setup_already_done', 400, 'Administrator account already configured'],
  ['setup_code_required', 403, 'Setup code required'],
  ['current_password_required', 400, 'Current password is required to set a new password'],
  ['current_password_incorrect', 400, 'Current password is incorrect'],
  ['password_too_short', 400, 'Password must be at least 8 characters long'],
  ['password_too_simple', 400, 'Password must contain uppercase, lowercase, and numbers'],
  ['password_empty', 400, 'Password cannot be empty'],
  ['password_too_common', 400, 'Password is too common'],
  ['last_administrator', 400, 'Cannot remove the last administrator'],
  ['download_empty', 400, 'No images or board id specified.'],
  ['link_not_found', 404, 'Link not found'],
  ['route_not_found', 404, 'Not Found'],
  ['board_paging_missing', 400, "Invalid request: Must provide either 'all' or both 'offset' and 'limit'"],
  ['model_relationship_to_itself', 400, 'Cannot relate a model to itself.'],
])('%s is %i "%s"', (code, status, message) => {
  expect(ERRORS[code]).toMatchObject({ status, message })
})

test('a message names its details', () => {
  expect(new AppError('user_exists', { email: 'a@b.c' }).message).toBe('User with email a@b.c already exists')
  expect(new AppError('model_scan_failed', { path: 'here' }).message).toBe("The search path 'here' could not be scanned")
})

test('an error keeps what caused it', () => {
  const cause = new Error('disk')
  expect(new AppError('internal_error', {}, { cause })).toMatchObject({ code: 'internal_error', cause })
})

test('a refusal has one key, and its headers, with its code', () => {
  expect(describeAnswer(new AppError('login_failed'))).toEqual({
    status: 401,
    headers: { 'WWW-Authenticate': 'Bearer', 'X-Error-Code': 'login_failed' },
    body: { detail: 'Incorrect email or password' },
    reported: false,
  })
  expect(describeAnswer(new AppError('login_throttled', { retryAfterSeconds: 30 })).headers).toEqual({
    'Retry-After': '30',
    'X-Error-Code': 'login_throttled',
    'X-Error-Details': '{"retryAfterSeconds":30}',
  })
})

const detailsOf = (error: AppError) => describeAnswer(error).headers['X-Error-Details']

test('details are told as far as the sentence names them, in letters that a header may have', () => {
  const sources = ['nowhere', 'Mod\u00e8le "\ud83e\udd8a"', 'a\r\nSet-Cookie: b=c', '\ud83e', '\u007f']
  for (const source of sources) {
    const text = detailsOf(new AppError('model_source_unsupported', { source })) ?? ''
    expect(text).toMatch(/^[ -~]+$/)
    expect(JSON.parse(text)).toEqual({ source })
  }
  // what the sentence leaves out may be nobody else's business
  expect(detailsOf(new AppError('board_forbidden', { boardId: 'b' }))).toBeUndefined()
})

test('details that are the whole sentence, or too long for a header, are left out', () => {
  expect(detailsOf(new AppError('graph_invalid', { reason: 'it has a cycle' }))).toBeUndefined()
  expect(detailsOf(new AppError('model_source_unsupported', { source: 'x'.repeat(2000) }))).toBeUndefined()
})

test('a limit and a stale write say more', () => {
  const full = new AppError('queue_full', { limit: 'max_queue_size', count: 9, requested: 3, maximum: 10 })
  expect(describeAnswer(full)).toMatchObject({
    status: 429,
    body: { detail: full.message, limit: 'max_queue_size', count: 9, requested: 3, maximum: 10 },
  })
  expect(describeAnswer(new AppError('client_state_stale', { value: null })).body).toEqual({
    detail: expect.any(String),
    value: null,
  })
})

test('what does not fit is told thing by thing', () => {
  const issues = [{ type: 'missing', loc: ['body', 'email'], msg: 'Invalid input' }]
  expect(describeAnswer(new AppError('request_invalid', { issues })).body).toEqual({ detail: issues })
})

test('an id in a message is not filled in a second time', () => {
  expect(new AppError('model_conflict', { reason: 'a {reason}' }).message).toBe('a {reason}')
})

// What must not compile: each is checked by the type checker, and only built here.
test('an error without its details does not compile', () => {
  const attempts = [
    // @ts-expect-error the board is not named
    () => new AppError('board_not_found'),
    // @ts-expect-error it is an image that is named
    () => new AppError('board_not_found', { imageName: 'x.png' }),
    // @ts-expect-error the id of a queue item is a number
    () => new AppError('queue_item_not_found', { itemId: '7' }),
    // @ts-expect-error no such code
    () => new AppError('thing_not_found'),
  ]
  expect(attempts).toHaveLength(4)
})
