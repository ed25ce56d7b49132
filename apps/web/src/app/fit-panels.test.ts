import { expect, test } from 'vitest'
import { fitPanels, LEAST } from './fit-panels.ts'

const layout = { howWidth: 360, whereWidth: 320, isHowOpen: true, isWhereOpen: true }

test('on a wide screen the panels are as wide as was chosen', () => {
  expect(fitPanels(layout, 1388)).toMatchObject({ how: 360, where: 320 })
})

test.each([848, 900, 948, 1000, 1100, 1250])('in %d pixels the middle and both panels keep their least', (room) => {
  const { how, where } = fitPanels({ ...layout, howWidth: 700, whereWidth: 900 }, room)
  expect(room - how - where).toBeGreaterThanOrEqual(Math.min(LEAST.middle, room - LEAST.how - LEAST.where))
  expect(how).toBeGreaterThanOrEqual(LEAST.how)
  expect(where).toBeGreaterThanOrEqual(LEAST.where)
})

test('a closed panel takes no room, and leaves its own to the other', () => {
  const wide = { ...layout, isHowOpen: false, whereWidth: 800 }
  expect(fitPanels(wide, 1300)).toMatchObject({ how: 0, where: 800, mostWhere: 920 })
  expect(fitPanels({ ...wide, isHowOpen: true }, 1300)).toMatchObject({ mostWhere: expect.closeTo(620, -2) })
})

test('what cannot be had is not given: a panel never goes below its least', () => {
  expect(fitPanels({ ...layout, howWidth: 3 }, 1300).how).toBe(LEAST.how)
  expect(fitPanels(layout, 200)).toMatchObject({ how: LEAST.how, where: LEAST.where })
})
