import { expect, test } from 'vitest'
import { describeTransport } from './mail-server.ts'

test.each([
  ['smtp://studio:secret@mail.example.com', true],
  ['smtp://studio:secret@192.168.1.9:587', true],
  ['smtp://studio:secret@127.0.0.1:2525', false],
  ['smtp://studio:secret@localhost', false],
  ['smtp://studio:secret@[::1]', false],
  ['smtp://mail.example.com', false],
  // which begins with TLS anyway
  ['smtps://studio:secret@mail.example.com', false],
])('%s needs STARTTLS, so that no password goes over the network in the clear: %s', (smtp_url, requireTLS) => {
  expect(describeTransport({ smtp_url, smtp_self_signed: false })).toMatchObject({
    requireTLS,
    tls: { rejectUnauthorized: true },
  })
})
