import { expect, test } from 'vitest'
import { listLetInBy } from './let-in.ts'

const grant = (user_id: string, granted_by: string) => ({ user_id, granted_by })

test('whom somebody let in, and whom those let in, are told, in their order, and nobody else', () => {
  const shares = [grant('eve', 'dan'), grant('bob', 'ann'), grant('cid', 'bob'), grant('dan', 'cid'), grant('fay', 'ann')]
  expect(listLetInBy(shares, 'bob').map(({ user_id }) => user_id)).toEqual(['eve', 'cid', 'dan'])
  expect(listLetInBy(shares, 'eve')).toEqual([])
})

test('two who let in each other do not go round for ever, and who was lowered is not among those they let in', () => {
  expect(listLetInBy([grant('bob', 'cid'), grant('cid', 'bob')], 'bob')).toEqual([grant('cid', 'bob')])
})
