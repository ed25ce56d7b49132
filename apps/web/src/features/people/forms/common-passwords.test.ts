import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { isCommon } from './common-passwords.ts'

test('what the page takes for common is what the server refuses first', async () => {
  const path = new URL('../../../../../bottega/assets/common-passwords.txt', import.meta.url)
  const refused = (await readFile(path, 'utf8')).trim().split('\n')
  const known = refused.filter(isCommon)
  expect(known).toEqual(refused.slice(0, 72))
})

test('the case of letters makes no difference', () => {
  expect(['Password1', 'pAsSw0rd', 'Studio of Ada 7'].map(isCommon)).toEqual([true, true, false])
})
