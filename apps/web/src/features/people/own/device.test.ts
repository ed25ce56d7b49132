import { expect, test } from 'vitest'
import { readDevice } from './device.ts'

const mozilla = (rest: string) => `Mozilla/5.0 ${rest}`
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  [mozilla(`(X11; Linux x86_64) ${webkit} Chrome/140.0.0.0 Safari/537.36`), 'Chrome 140', 'Linux', false],
  [mozilla(`(Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`), 'Edge 140', 'Windows', false],
  [mozilla('(X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'), 'Firefox 128', 'Linux', false],
  [
    mozilla(
      '(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    ),
    'Safari 17',
    'iPhone',
    true,
  ],
  [mozilla(`(Linux; Android 14; Pixel 8) ${webkit} Chrome/140.0.0.0 Mobile Safari/537.36`), 'Chrome 140', 'Android', true],
  ['curl/7.88.1', 'curl 7.88.1', undefined, false],
  ['node', 'Node.js', undefined, false],
  ['a toaster', undefined, undefined, false],
  [null, undefined, undefined, false],
])('%s', (agent, program, system, isPhone) => {
  expect(readDevice(agent)).toEqual({ program, system, isPhone })
})
