import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ProgramEnd, type ProgramProcess, runProgram, startProgram } from '@bottega/testing'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { isAlive } from '../files/leftovers.ts'
import { findProjectRoot } from '../files/project-root.ts'

const starter = join(findProjectRoot(import.meta.url), 'models', 'starter')
const isLinux = process.platform === 'linux'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega-generate-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

function generate(args: readonly string[], env: Record<string, string> = {}) {
  return runProgram(inject('dist'), ['generate', ...args], { cwd: folder, env })
}

async function generateJson(
  ...args: readonly string[]
): Promise<{ path: string; seed: number; width: number; height: number }[]> {
  const { exitCode, stdout, stderr } = await generate([...args, '--json'])
  // silence for scripts
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return JSON.parse(stdout).images
}

async function readText(path: string, keyword: string): Promise<string> {
  const { comments = [] } = await sharp(path).metadata()
  return comments.find((comment) => comment.keyword === keyword)?.text ?? ''
}

/** A run that takes long, caught in the middle of its steps. */
async function catchMidway(...args: readonly string[]): Promise<ProgramProcess> {
  const preview = join(folder, 'midway.png')
  const long = ['generate', 'a flat fox', '--steps', '900', '--width', '256', '--height', '256', '--preview', preview, ...args]
  const running = startProgram(inject('dist'), long, { cwd: folder })
  onTestFinished(() => running.endGroup())
  let end: ProgramEnd | undefined
  void running.ended.then((ended) => {
    end = ended
  })
  await expect.poll(() => existsSync(preview) || end, { timeout: 30_000, interval: 20 }).toBe(true)
  return running
}

async function listPictures(): Promise<string[]> {
  const out = join(folder, 'bottega-pictures')
  return existsSync(out) ? readdir(out) : []
}

describe('bottega generate', () => {
  test('makes a picture of what is asked for, with its settings inside, where it was called', async () => {
    const { exitCode, stdout, stderr } = await generate(['a flat fox on a teal background', '--seed', '7'])
    const path = join(folder, 'bottega-pictures', '7-a-flat-fox-on-a-teal-background.png')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${path}\n` })
    expect(stderr).toContain('Bottega Starter: 12 steps of ddim, guidance 2')
    const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 128, height: 128, channels: 3 })
    // teal: little red, green and blue alike
    const [red = 0, green = 0, blue = 0] = data
    expect(Math.min(green, blue) - red).toBeGreaterThan(60)
    expect(JSON.parse(await readText(path, 'bottega_settings'))).toMatchObject({
      positive_prompt: 'a flat fox on a teal background',
      seed: 7,
      steps: 12,
      cfg_scale: 2,
      scheduler: 'ddim',
      model: { name: 'Bottega Starter' },
    })
    expect(await readText(path, 'parameters')).toContain('Seed: 7')
  })

  test('makes the same bytes of a seed, alone and among others, and never replaces a file', async () => {
    const images = await generateJson('a red heart', '--seed', '0', '--count', '3', '--steps', '4')
    expect(images.map(({ seed }) => seed)).toEqual([0, 1, 2])
    const [again] = await generateJson('a red heart', '--seed', '1', '--steps', '4')
    expect(again).toEqual({ path: join(folder, 'bottega-pictures', '1-a-red-heart-2.png'), seed: 1, width: 128, height: 128 })
    const [first, second, third] = await Promise.all(images.map(({ path }) => readFile(path)))
    expect(second?.equals(await readFile(again?.path ?? ''))).toBe(true)
    expect(first?.equals(third ?? Buffer.alloc(0))).toBe(false)
  })

  test('draws a seed and tells it, so that the picture can be made again', async () => {
    const { stderr } = await generate(['a tree', '--steps', '1'])
    expect(stderr).toContain(': 1 step of ddim')
    const seed = /--seed (\d+) makes the same/.exec(stderr)?.[1] ?? ''
    expect(await listPictures()).toEqual([`${seed}-a-tree.png`])
  })

  test('takes the largest seed, flags with underscores, and every size and setting', async () => {
    const flags = ['--width', '64', '--height', '136', '--steps', '2', '--scheduler', 'euler_a', '--guidance', '-1.5']
    const [image] = await generateJson('', '--seed', '4294967295', '--clip_skip', '1', '--negative', 'blue', ...flags)
    expect(image).toMatchObject({ seed: 4294967295, width: 64, height: 136 })
    expect(JSON.parse(await readText(image?.path ?? '', 'bottega_settings'))).toMatchObject({
      positive_prompt: '',
      negative_prompt: 'blue',
      clip_skip: 1,
      cfg_scale: -1.5,
      scheduler: 'euler_a',
    })
  })

  test.each([
    ['accents and blanks', "Bilder à l'été/ü x"],
    ['signs', 'a+b.c (d) %20 #1'],
    ['another script', '絵/画像'],
  ])('saves into an odd folder (%s) whatever the locale', async (_, out) => {
    const { exitCode, stdout } = await generate(['ein Café 雪', '--seed', '1', '--steps', '1', '--out', out], {
      LC_ALL: 'C',
      LANG: 'C',
    })
    const path = join(folder, out, '1-ein-cafe-雪.png')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${path}\n` })
    expect(existsSync(path)).toBe(true)
  })

  test('resolves paths from the folder that npm was called in', async () => {
    const callFolder = join(folder, 'called from here')
    await mkdir(callFolder)
    const { stdout } = await generate(['a tree', '--seed', '1', '--steps', '1', '--out', 'out'], { INIT_CWD: callFolder })
    expect(stdout).toBe(`${join(callFolder, 'out', '1-a-tree.png')}\n`)
  })

  test('takes a prompt of 10,000 characters', async () => {
    const [image] = await generateJson('a red heart and '.repeat(625), '--seed', '1', '--steps', '1')
    expect(await readText(image?.path ?? '', 'parameters')).toMatch(/^(a red heart and ){625}\nSteps: 1, /)
  })
})

describe('a given picture', () => {
  async function giveHalves(name: string): Promise<string> {
    const left = { create: { width: 64, height: 96, channels: 3, background: '#000000' } } as const
    const path = join(folder, name)
    await sharp({ create: { width: 128, height: 96, channels: 3, background: '#ffffff' } })
      .composite([{ input: left, left: 0, top: 0 }])
      .png()
      .toFile(path)
    return path
  }

  test('keeps its size, and nearly its looks at strength 0', async () => {
    const given = await giveHalves('in.png')
    const [image] = await generateJson('a fox', '--image', 'in.png', '--strength', '0', '--seed', '1')
    expect(image).toMatchObject({ width: 128, height: 96 })
    const [before, after] = await Promise.all(
      [given, image?.path ?? ''].map((path) => sharp(path).removeAlpha().raw().toBuffer()),
    )
    const difference = before?.reduce((sum, value, at) => sum + Math.abs(value - (after?.[at] ?? 0)), 0) ?? 0
    expect(difference / (before?.length ?? 1)).toBeLessThan(12)
  })

  test('changes where the mask is white and not where it is black', async () => {
    const given = await giveHalves('in.png')
    const [image] = await generateJson('a fox', '--image', given, '--mask', given, '--strength', '1', '--seed', '1')
    const { data } = await sharp(image?.path).raw().toBuffer({ resolveWithObject: true })
    const isLeft = (at: number) => Math.floor(at / 3) % 128 < 56
    expect(data.every((value, at) => !isLeft(at) || value < 8)).toBe(true)
    expect(data.some((value, at) => Math.floor(at / 3) % 128 > 72 && value < 200)).toBe(true)
    expect(JSON.parse(await readText(image?.path ?? '', 'bottega_settings'))).toMatchObject({
      generation_mode: 'inpaint',
      strength: 1,
    })
  })
})

describe('a preview', () => {
  test.each([
    ['now.jpg', 'jpeg'],
    ['deep/now.png', 'png'],
  ])('shows the latest step in %s, as large as the picture', async (name, format) => {
    await generateJson('a fox', '--seed', '1', '--steps', '3', '--preview', name)
    expect(await sharp(join(folder, name)).metadata()).toMatchObject({ format, width: 128, height: 128 })
  })
})

describe('wrong usage', () => {
  test.each([
    [['--steps', '0'], 'from 1 to 1000'],
    [['--guidance', 'Infinity'], 'number from -100 to 100'],
    [['--width', '100'], 'take 96 or 104'],
    [['--height', '32'], 'from 64 to 4096'],
    [['--count', '0'], 'from 1 to 1000'],
    [['--seed', '4294967296'], 'from 0 to 4294967295'],
    [['--seed', '4294967295', '--count', '2'], 'up to 4294967294'],
    [['--strength', '1.5', '--image', 'x.png'], 'from 0 to 1'],
    [['--strength', '0.5'], 'add --image'],
    [['--mask', 'x.png'], 'add --image'],
    [['--scheduler', 'magic'], 'dpmpp_2m_k'],
    [['--scheduler', 'er_sde'], 'er_sde'],
    [['--clip-skip', '99'], 'from 0 to 2'],
    [['--preview', 'now.gif'], '.png'],
    [['--steps', '51', '--scheduler', 'lcm'], '51 steps'],
    [['--out', ''], 'file or folder'],
    [['--model', ''], 'file or folder'],
    [['--image', ' '], 'file or folder'],
    [['--image', 'x.png', '--mask', ''], 'file or folder'],
  ])('%j is refused with exit code 2', async (flags, message) => {
    const { exitCode, stdout, stderr } = await generate(['a fox', ...flags, '--json'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^error: /)
    expect(stderr).toContain(message)
    expect(await readdir(folder)).toEqual([])
  })

  test('a prompt beyond 100,000 characters is refused with exit code 2', async () => {
    expect(await generate(['x'.repeat(100_001)])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('100001 characters'),
    })
  })
})

describe('what cannot be done', () => {
  test.each([
    ['a model that is not there', ['--model', 'missing.safetensors'], 'missing.safetensors'],
    ['a pickle', ['--model', 'old.ckpt'], 'safetensors'],
    ['a model that is a text', ['--model', 'notes.txt'], 'notes.txt'],
    ['a picture that is not there', ['--image', 'missing.png'], 'missing.png'],
    ['a picture that is a text', ['--image', 'notes.txt'], 'notes.txt'],
    ['a picture that broke off', ['--image', 'half.png'], 'half.png'],
    ['a folder in place of a picture', ['--image', '.'], 'not a file'],
    ['a file in place of the folder', ['--out', 'notes.txt'], 'notes.txt'],
    ['a file above the folder', ['--out', 'notes.txt/out'], 'notes.txt'],
  ])('%s is refused with exit code 1 and one sentence', async (_, flags, message) => {
    await writeFile(join(folder, 'notes.txt'), 'once upon a time there was a fox')
    const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const
    const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#000000', noise } })
      .png()
      .toBuffer()
    await writeFile(join(folder, 'half.png'), png.subarray(0, png.length / 2))
    await writeFile(join(folder, 'old.ckpt'), Buffer.from([0x80, 0x02, 0x7d, 0x71, 0x00, 0x2e]))
    const { exitCode, stdout, stderr } = await generate(['a fox', ...flags])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/^error: .+\n$/)
    expect(stderr).toContain(message)
    expect((await readdir(folder)).sort()).toEqual(['half.png', 'notes.txt', 'old.ckpt'])
  })

  test('a folder in place of the preview is refused, and stays', async () => {
    await mkdir(join(folder, 'now.png'))
    const { exitCode, stderr } = await generate(['a fox', '--steps', '1', '--preview', 'now.png'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('not an ordinary file') })
    expect(await readdir(folder)).toContain('now.png')
  })
})

describe('an interrupted run', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends by %s within a step, keeps what is done and leaves no half file',
    async (signal) => {
      const running = await catchMidway('--seed', '5')
      running.signalGroup(signal)
      const { exitCode, stdout, stderr } = await running.ended
      expect({ exitCode, stdout }).toEqual({ exitCode: signal === 'SIGINT' ? 130 : 143, stdout: '' })
      expect(stderr).toMatch(/Stopped\.\n$/)
      expect(await listPictures()).toEqual([])
    },
  )

  test.skipIf(!isLinux)('takes its worker along when it is killed', async () => {
    const running = await catchMidway()
    const [worker = 0] = running.listChildren()
    process.kill(running.pid, 'SIGKILL')
    await running.ended
    await expect.poll(() => isAlive(worker), { timeout: 10_000, interval: 20 }).toBe(false)
    expect(await listPictures()).toEqual([])
  })
})

describe.skipIf(!isLinux)('the worker', () => {
  test('alone loads the engine, and its kill is survived and reported', async () => {
    const running = await catchMidway('--json')
    const [worker = 0] = running.listChildren()
    expect(await readFile(`/proc/${worker}/maps`, 'utf8')).toContain('onnxruntime')
    // nor what only a server needs: it would cost the command a quarter of a second
    expect(await readFile(`/proc/${running.pid}/maps`, 'utf8')).not.toMatch(/onnxruntime|sharp/)
    process.kill(worker, 'SIGKILL')
    const { exitCode, stdout, stderr } = await running.ended
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/error: The worker process was killed \(SIGKILL\).*\n$/)
    expect(await listPictures()).toEqual([])
  })

  test('dies of a checkpoint that is truncated while in use, and the caller says so', async () => {
    const model = join(folder, 'a model')
    await cp(starter, model, { recursive: true })
    const running = await catchMidway('--model', model)
    await truncate(join(model, 'unet', 'diffusion_pytorch_model.safetensors'), 100_000)
    const { exitCode, stderr } = await running.ended
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/SIGBUS.*truncated or overwritten/)
    expect(stderr).toContain(model)
  })
})
