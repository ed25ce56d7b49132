import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { describeTransport, findMailFault } from './mail-server.ts'

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

test('a server that offers STARTTLS and does not go over to TLS is told from one that offers none', async () => {
  const server = createServer((socket) => {
    socket.write('220 mail ESMTP\r\n')
    socket.on('data', (said) =>
      socket.write(/^STARTTLS/i.test(String(said)) ? '454 not now\r\n' : '250-mail\r\n250 STARTTLS\r\n'),
    )
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const fault = await findMailFault({ smtp_url: `smtp://127.0.0.1:${port}`, smtp_self_signed: false })
  expect(fault).toMatch(/offers STARTTLS and does not go over to TLS, answer 454/)
})
