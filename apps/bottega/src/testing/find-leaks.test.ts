import { expect, test } from 'vitest'
import { findLeaks } from './find-leaks.ts'

const SECRET = { what: 'the password', value: 'Fuchs & "Igel" bei Nacht 7/ä' }
const find = (...texts: (string | Buffer)[]) =>
  findLeaks(
    [SECRET],
    texts.map((text, at) => ({ where: `file ${at}`, bytes: Buffer.from(text as string) })),
  )

test('a secret is found in whatever form it stands in something', () => {
  const { value } = SECRET
  const bytes = Buffer.from(value)
  for (const [text, form] of [
    [`password=${value}.`, 'as it is'],
    [JSON.stringify({ password: value }), 'in JSON'],
    [`/login?password=${encodeURIComponent(value)}&more`, 'in an address'],
    [`${new URLSearchParams({ password: value, more: 'x' })}`, 'in an address'],
    [Buffer.from(`ann:${value}:`).toString('base64'), 'in Base64'],
    [Buffer.from(`anna:${value}`).toString('base64'), 'in Base64'],
    [Buffer.from(`anna-:${value}`).toString('base64url'), 'in Base64'],
    [`<${bytes.toString('hex')}>`, 'in digits'],
    [Buffer.concat([Buffer.from([0, 255]), Buffer.from(value, 'utf16le')]), 'in 16 bits'],
  ] as const) {
    expect([text, find('nothing', text)]).toEqual([text, [`the password is in file 1 (${form})`]])
  }
})

test('nothing is found where only a part of it stands', () => {
  expect(find(SECRET.value.slice(1), Buffer.from(SECRET.value.slice(1)).toString('base64'), '')).toEqual([])
})
