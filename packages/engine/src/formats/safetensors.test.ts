import { mkdir, mkdtemp, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeNumbers, writeRawSafetensors, writeSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { readSafetensorsHeader } from './safetensors.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-safetensors-'))
afterAll(() => rm(folder, { recursive: true }))
const path = join(folder, 'model.safetensors')

const readFault = async (file = path): Promise<EngineError> => {
  const error: unknown = await readSafetensorsHeader(file).then(
    () => undefined,
    (reason) => reason,
  )
  if (!(error instanceof EngineError)) throw new Error(`expected a refusal, got ${error}`)
  return error
}

const entry = (dtype: unknown, shape: unknown, data_offsets: unknown) => ({ dtype, shape, data_offsets })
const one = (fields: unknown) => JSON.stringify({ 'a.weight': fields })
const sound = entry('F32', [2], [0, 8])
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

// Every header is followed by 8 bytes of data.
test.each<[fault: string, header: string | Uint8Array, message: string]>([
  ['two tensors share bytes', JSON.stringify({ a: sound, b: entry('U8', [4], [4, 8]) }), 'tensor "b" overlaps tensor "a"'],
  ['a hole before the first', one(entry('F32', [1], [4, 8])), 'a hole of 4 bytes before tensor "a.weight"'],
  [
    'a hole between two',
    JSON.stringify({ a: entry('U8', [2], [0, 2]), b: entry('U8', [4], [4, 8]) }),
    'a hole of 2 bytes before tensor "b"',
  ],
  ['bytes behind the last', one(entry('F32', [1], [0, 4])), '4 bytes stand behind tensor "a.weight"'],
  ['bytes without any tensor', '{}', '8 bytes stand behind the header'],
  ['a range past the end', one(entry('F32', [4], [0, 16])), 'tensor "a.weight": it ends at byte'],
  [
    'a range unlike its shape',
    one(entry('F32', [3], [0, 8])),
    'its shape [3] of F32 takes 12 bytes, but its data_offsets span 8',
  ],
  ['a reversed range', one(entry('F32', [0], [8, 0])), 'it ends at 0, before it begins at 8'],
  ['offsets below zero', one(entry('F32', [2], [-8, 0])), 'data_offsets are not two whole numbers'],
  ['one offset', one(entry('F32', [2], [8])), 'data_offsets are not two whole numbers'],
  ['offsets of text', one(entry('F32', [2], ['0', '8'])), 'data_offsets are not two whole numbers'],
  ['no offsets', one({ dtype: 'F32', shape: [2] }), 'data_offsets are not two whole numbers'],
  ['an unknown dtype', one(entry('Q4_0', [2], [0, 8])), 'its dtype is "Q4_0"; known are F64, F32, F16, BF16'],
  ['a dtype in small letters', one(entry('f32', [2], [0, 8])), 'its dtype is "f32"'],
  ['a dtype that every object has', one(entry('constructor', [2], [0, 8])), 'its dtype is "constructor"'],
  ['no dtype', one({ shape: [2], data_offsets: [0, 8] }), 'it names no dtype'],
  ['a dtype of many brackets', `{"a.weight":{"dtype":${deep(50_000)},"shape":[2],"data_offsets":[0,8]}}`, 'it names no dtype'],
  ['a shape of text', one(entry('F32', ['2'], [0, 8])), 'its shape is not a list'],
  ['a shape below zero', one(entry('F32', [-2], [0, 8])), 'its shape is not a list'],
  ['a shape of fractions', one(entry('F32', [0.5, 4], [0, 8])), 'its shape is not a list'],
  ['an endless shape', '{"a.weight":{"dtype":"F32","shape":[1e999],"data_offsets":[0,8]}}', 'its shape is not a list'],
  ['a shape beyond counting', one(entry('F32', [2 ** 60], [0, 8])), 'its shape is not a list'],
  ['a product beyond counting', one(entry('F32', [2 ** 40, 2 ** 40], [0, 8])), 'its shape is not a list'],
  ['a shape that is a number', one(entry('F32', 2, [0, 8])), 'its shape is not a list'],
  ['an entry that is a list', one([1, 2]), 'tensor "a.weight": its entry is not an object'],
  ['an entry that is null', one(null), 'tensor "a.weight": its entry is not an object'],
  ['a tensor that stands twice', `{"a":${JSON.stringify(sound)},"a":${JSON.stringify(sound)}}`, '"a" stands twice'],
  [
    'a tensor that stands twice, spelled differently',
    `{"a":${JSON.stringify(sound)},"\\u0061":${JSON.stringify(sound)}}`,
    '"a" stands twice',
  ],
  ['a field that stands twice', '{"a":{"dtype":"F32","dtype":"I32","shape":[2],"data_offsets":[0,8]}}', '"dtype" stands twice'],
  ['two blocks of metadata', `{"__metadata__":{},"a":${JSON.stringify(sound)},"__metadata__":{}}`, '"__metadata__" stands twice'],
  ['a list', '[]', 'its header does not begin with {'],
  ['a blank before the header', ` ${one(sound)}`, 'its header does not begin with {'],
  ['a byte order mark before the header', `\ufeff${one(sound)}`, 'its header does not begin with {'],
  ['an empty header', '', 'its header does not begin with {'],
  ['a header cut short', one(sound).slice(0, -2), 'its header is not JSON'],
  ['zeros behind the header', `${one(sound)}\0\0`, 'its header is not JSON'],
  [
    'a header that is not text',
    Buffer.concat([Buffer.from('{"a'), Buffer.of(0xff), Buffer.from('":1}')]),
    'its header is not UTF-8',
  ],
  [
    'an overlong spelling',
    Buffer.concat([Buffer.from('{"'), Buffer.of(0xc1, 0xa1), Buffer.from('":1}')]),
    'its header is not UTF-8',
  ],
  [
    'half a character pair',
    Buffer.concat([Buffer.from('{"'), Buffer.of(0xed, 0xa0, 0x80), Buffer.from('":1}')]),
    'its header is not UTF-8',
  ],
  ['objects without end', '{"a":'.repeat(100_000), 'its header is not JSON'],
  ['an entry of many brackets', `{"a":${deep(100_000)}}`, 'tensor "a": its entry is not an object'],
])('refuses %s', async (_, header, message) => {
  await writeRawSafetensors(path, header, new Uint8Array(8))
  const fault = await readFault()
  expect(fault.code).toBe('file_malformed')
  expect(fault.message).toContain('model.safetensors')
  expect(fault.message).toContain(message)
  expect(fault.message.length).toBeLessThan(500)
})

test.each([
  { claim: 2n ** 64n - 1n, message: 'a header of 18446744073709551615 bytes; more than 16000000 is never right' },
  { claim: 5_000_000_000n, message: 'a header of 5000000000 bytes; more than 16000000 is never right' },
  { claim: 15_999_999n, message: 'a header of 15999999 bytes, but the file ends after' },
])('refuses a header of $claim bytes without making room for it', async ({ claim, message }) => {
  await writeRawSafetensors(path, one(sound), new Uint8Array(8), claim)
  const before = process.memoryUsage().arrayBuffers
  expect((await readFault()).message).toContain(message)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
})

test.each([0, 1, 7, 8, 20])('refuses a file of which only %i bytes arrived', async (bytes) => {
  await writeSafetensors(path, { a: { shape: [2], values: [1, 2] } })
  await truncate(path, bytes)
  const { code, message } = await readFault()
  expect(code).toBe('file_malformed')
  expect(message).toMatch(bytes < 8 ? `it has ${bytes} bytes` : `the file ends after ${bytes}; the download may be incomplete`)
})

test('refuses a file whose last tensor is cut', async () => {
  await writeSafetensors(path, { a: { shape: [2], values: [1, 2] }, b: { shape: [300], values: new Float32Array(300) } })
  await truncate(path, 1000)
  expect((await readFault()).message).toMatch(
    /model\.safetensors .*tensor "b": .*the file ends at 1000; the download may be incomplete/,
  )
})

test('says of a path where there is no file that there is none', async () => {
  const missing = await readFault(join(folder, 'missing.safetensors'))
  expect([missing.code, missing.message]).toEqual([
    'file_unreadable',
    `${join(folder, 'missing.safetensors')} cannot be read: there is no such file.`,
  ])
  await mkdir(join(folder, 'sub.safetensors'))
  expect(await readFault(join(folder, 'sub.safetensors'))).toMatchObject({
    code: 'file_unreadable',
    message: expect.stringContaining('is not a file'),
  })
  await symlink('nowhere', join(folder, 'dangling.safetensors'))
  expect((await readFault(join(folder, 'dangling.safetensors'))).code).toBe('file_unreadable')
})

const frame = (protocol: number, length: bigint) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(length)
  return Buffer.concat([Buffer.of(0x80, protocol, 0x95), bytes, Buffer.from('}q\0X\x07\0\0\0weightsq\x01.')])
}

test.each([
  ['a zip archive, as torch writes it', Buffer.from('PK\x03\x04\0\0\x08\x08\0\0archive/data.pkl', 'latin1')],
  ['torch before the archive', Buffer.from('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.', 'latin1')],
  ['protocol 2', Buffer.from('\x80\x02}q\0X\x07\0\0\0weightsq\x01K\x01s.', 'latin1')],
  ['protocol 3', Buffer.from('\x80\x03}q\0X\x07\0\0\0weightsq\x01K\x01s.', 'latin1')],
  ['protocol 4 with a short frame', frame(4, 40n)],
  ['protocol 4 with a long frame', frame(4, 70_000n)],
  ['protocol 5', frame(5, 300n)],
  ['a pickle of seven bytes', Buffer.from('\x80\x02}q\0.', 'latin1')],
])('refuses %s under the name of a safetensors file, with advice', async (_, bytes) => {
  await writeFile(path, bytes)
  const fault = await readFault()
  expect(fault.code).toBe('file_unsupported')
  expect(fault.message).toMatch(/model\.safetensors is a pickle.*Use the same model as \.safetensors/)
})

test.each([128n, 128n + 512n, 128n + 1280n, 128n + 2n * 65536n])('a sound header of %i bytes is no pickle', async (length) => {
  const header = one(sound).padEnd(Number(length))
  await writeRawSafetensors(path, header, new Uint8Array(8))
  expect((await readSafetensorsHeader(path)).tensors.size).toBe(1)
})

test('takes what is odd but sound', async () => {
  await writeSafetensors(path, {
    scalar: { shape: [], values: [1] },
    nothing: { dtype: 'F16', shape: [0, 5], values: [] },
    ['__proto__']: { dtype: 'U8', shape: [3], values: [1, 2, 3] },
    'é "quoted" 日本': { dtype: 'BF16', shape: [1], values: [1] },
    '': { dtype: 'BOOL', shape: [1, 1], values: [1] },
  })
  const { tensors } = await readSafetensorsHeader(path)
  expect([...tensors.keys()].sort()).toEqual(['', '__proto__', 'nothing', 'scalar', 'é "quoted" 日本'].sort())
  expect(tensors.get('__proto__')).toMatchObject({ dtype: 'U8', shape: [3], length: 3 })
  expect(tensors.get('nothing')).toMatchObject({ shape: [0, 5], length: 0 })
})

test('a file without tensors is sound', async () => {
  await writeSafetensors(path, {}, { metadata: { format: 'pt' } })
  expect((await readSafetensorsHeader(path)).tensors.size).toBe(0)
})

test('keeps the metadata that is text', async () => {
  const metadata = { format: 'pt', epochs: 10, note: 'é', list: [] }
  await writeSafetensors(path, {}, { metadata })
  expect([...(await readSafetensorsHeader(path)).metadata]).toEqual([
    ['format', 'pt'],
    ['note', 'é'],
  ])
})

test.each([null, 7, 'text', [1, 2], {}, { epochs: 10, nested: { a: [null] }, ok: 'yes' }, { ['__proto__']: 'x' }])(
  'metadata %j is no obstacle',
  async (metadata) => {
    await writeSafetensors(path, { a: { shape: [2], values: [1, 2] } }, { metadata })
    expect([...(await readSafetensorsHeader(path)).tensors.keys()]).toEqual(['a'])
  },
)

test('a link is followed to the file that holds the bytes, and messages name the link', async () => {
  const [blob, link] = [join(folder, 'blob'), join(folder, 'linked.safetensors')]
  await writeSafetensors(blob, { a: { shape: [2], values: [1, 2] } })
  await symlink(blob, link)
  expect((await readSafetensorsHeader(link)).tensors.get('a')?.file).toBe(blob)
  await truncate(blob, 60)
  expect((await readFault(link)).message).toContain('linked.safetensors')
})

test('tensors far behind in a large file are read like the first', async () => {
  const large = 3 * 2 ** 30
  await writeRawSafetensors(
    path,
    JSON.stringify({ a: entry('U8', [large], [0, large]), b: entry('F32', [4], [large, large + 16]) }),
  )
  await truncate(path, (await stat(path)).size + large + 16)
  const { tensors } = await readSafetensorsHeader(path)
  expect(tensors.get('b')?.offset).toBe((tensors.get('a')?.offset ?? 0) + large)
})

test('reads the headers of a hundred thousand tensors quickly', { timeout: 5_000 }, async () => {
  const count = 100_000
  const entries = Array.from({ length: count }, (_, at) => [`layers.${at}.weight`, entry('U8', [1], [at, at + 1])])
  await writeRawSafetensors(path, JSON.stringify(Object.fromEntries(entries)), encodeNumbers(new Uint8Array(count), 'U8'))
  expect((await readSafetensorsHeader(path)).tensors.size).toBe(count)
})

test('a file of gigabytes is read like a small one', async () => {
  const header = JSON.stringify({ a: entry('U8', [5e9], [0, 5e9]), b: entry('F16', [5, 1e8], [5e9, 6e9]) })
  await writeRawSafetensors(path, header)
  await truncate(path, 8 + header.length + 6e9)
  const { tensors } = await readSafetensorsHeader(path)
  expect(tensors.get('b')).toMatchObject({ offset: 8 + header.length + 5e9, length: 1e9, shape: [5, 1e8] })
})

test.each([
  ['<!DOCTYPE html><html>', 'is a web page'],
  ['version https://git-lfs.github.com/spec/v1\n', 'pointer that git keeps'],
  ['GGUF\u0003\u0000\u0000\u0000\u0000', 'is a GGUF file'],
])('says what a file that begins %j is instead', async (text, message) => {
  await writeFile(path, text)
  expect(await readFault()).toMatchObject({ code: 'file_unsupported', message: expect.stringContaining(message) })
})
