import { ROUTES } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { findFault } from './find-fault.ts'
import type { Answer } from './temporary-server.ts'

function answer(status: number, json: unknown, type = 'application/json'): Answer {
  const bytes = Buffer.from(JSON.stringify(json) ?? '')
  return { status, headers: new Headers({ 'content-type': type }), bytes, json: json as never }
}

test.each<[string, Answer, string | undefined]>([
  ['as it is declared', answer(200, { version: '1' }), undefined],
  ['with less than its schema', answer(200, {}), 'does not fit'],
  ['with more than its schema', answer(200, { version: '1', secret: 2 }), 'more than its schema'],
  ['with another status', answer(201, { version: '1' }), 'answered 201'],
  ['with an unknown path', answer(404, { detail: 'Not Found' }), undefined],
  ['with a refusal that is not declared', answer(409, { detail: 'Taken' }), 'no refusal of this route'],
  ['with a fault of its own', answer(500, { detail: 'Internal Server Error' }), 'no refusal of this route'],
  ['with a refusal without a reason', answer(404, { detail: '' }), 'without a sentence'],
  ['with a refusal that says more', answer(404, { detail: 'Not Found', path: 'x' }), 'refused with path'],
  ['with a page', answer(404, { detail: 'Not Found' }, 'text/html'), 'refused as text/html'],
  ['with a trace', answer(404, { detail: 'Error: x at run (app.ts:3:4)' }), 'tells at run'],
  ['with a secret', answer(404, { detail: 'no hush here' }), 'tells hush'],
])('an answer %s is judged', (_, given, fault) => {
  const found = findFault(ROUTES.getAppVersion, given, ['hush'])
  if (fault === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(fault)
})

test('a file is of a declared type and not empty', () => {
  const file = { ...answer(200, undefined, 'image/png'), bytes: Buffer.from('x') }
  expect(findFault(ROUTES.getImageFull, file)).toBeUndefined()
  expect(findFault(ROUTES.getImageFull, { ...file, bytes: Buffer.alloc(0) })).toBe('is empty')
  expect(findFault(ROUTES.getImageThumbnail, file)).toBe('is of type image/png')
})
