import { randomBytes } from 'node:crypto'
import { NextRequest } from 'next/server'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { updateName } from '@/app/account/actions'
import { removeAvatar, uploadAvatar } from '@/app/account/avatar-actions'
import { GET } from '@/app/api/avatars/[id]/route'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { join, organization } from '@/tests/support/world'

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#3355aa' }, limitInputPixels: false })
const upload = (bytes: Buffer | string, type = 'image/png') =>
  outcome(() => uploadAvatar({}, form({ avatar: new File([new Uint8Array(Buffer.from(bytes))], 'me.png', { type }) })))
const refusedAs = (sentence: string) => ({ fieldErrors: { avatar: [sentence] } })
const picture = () => blank(400, 300).png().toBuffer()
const has = async ({ id }: Person) => (await rows('select 1 from "Avatar" where "userId" = $1', [id])).length === 1

/** What a browser gets for the picture, by the address that pages show. */
async function look(of: Person, headers: Record<string, string> = {}) {
  const { image } = await row<{ image: string | null }>('select image from "User" where id = $1', [of.id])
  const address = new URL(image ?? `/api/avatars/${of.id}`, process.env.APP_URL)
  return GET(new NextRequest(address, { headers }), { params: Promise.resolve({ id: of.id }) })
}
const status = async (of: Person) => (await look(of)).status

test('ada uploads a picture: a square WebP comes back, and nothing that her camera wrote into it', async () => {
  const ada = await person('ada')
  await as(ada)
  const secret = 'Ada Lovelace, 51.5074 N'
  const photo = await blank(800, 500)
    .jpeg()
    .withExif({ IFD0: { Copyright: secret }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .toBuffer()
  expect(photo.includes(secret)).toBe(true)
  expect(await upload(photo, 'image/jpeg')).toMatchObject({ ok: true })

  const answer = await look(ada)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/webp')
  expect(answer.headers.get('content-security-policy')).toContain(`default-src 'none'`)
  expect(answer.headers.get('cache-control')).toMatch(/^private, max-age=/)
  expect(answer.headers.get('vary')).toBe('Cookie')
  const kept = Buffer.from(await answer.arrayBuffer())
  expect(await sharp(kept).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
  expect((await sharp(kept).metadata()).exif).toBeUndefined()
  expect(kept.includes('Lovelace')).toBe(false)
})

test('a photo that a camera took lying on its side stands upright', async () => {
  const ada = await person('ada')
  await as(ada)
  // blue at the left and red at the right: a quarter turn brings blue to the top
  const red = await sharp({ create: { width: 100, height: 200, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer()
  const lying = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#0000ff' } })
    .composite([{ input: red, left: 100, top: 0 }])
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  await upload(lying, 'image/jpeg')
  const upright = sharp(Buffer.from(await (await look(ada)).arrayBuffer()))
  const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels)].slice(0, 3)
  const [top, bottom] = [at(20, 20), at(20, 236)]
  expect(top[2]).toBeGreaterThan(top[0] ?? 0)
  expect(bottom[0]).toBeGreaterThan(bottom[2] ?? 0)
})

test('what is transparent becomes white, and of a moving picture the first one stays', async () => {
  const ada = await person('ada')
  await as(ada)
  const clear = { width: 9, height: 9, channels: 4, background: '#00000000' } as const
  expect(await upload(await sharp({ create: clear }).png().toBuffer())).toMatchObject({ ok: true })
  const { channels } = await sharp(Buffer.from(await (await look(ada)).arrayBuffer())).stats()
  expect(channels.map(({ mean }) => Math.round(mean))).toEqual([255, 255, 255])

  const moving = sharp([await blank(20, 20).png().toBuffer(), await blank(20, 20).negate().png().toBuffer()], {
    join: { animated: true },
  })
  expect(await upload(await moving.webp().toBuffer(), 'image/webp')).toMatchObject({ ok: true })
  const { pages = 1 } = await sharp(Buffer.from(await (await look(ada)).arrayBuffer())).metadata()
  expect(pages).toBe(1)
})

test('what is no PNG, JPEG or WebP is refused by looking into it, whatever it says of itself', async () => {
  const ada = await person('ada')
  await as(ada)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`
  const gif = Buffer.concat([Buffer.from('GIF89a/*'), Buffer.from('*/=1;alert(1)//')])
  const others = [
    svg,
    gif,
    await blank(9, 9).gif().toBuffer(),
    await blank(9, 9).tiff().toBuffer(),
    await blank(16, 16).avif().toBuffer(),
    '<!doctype html><script>alert(1)</script>',
    '%PDF-1.7',
    randomBytes(3_000),
  ]
  for (const bytes of others)
    expect(await upload(bytes, 'image/png')).toMatchObject(refusedAs('We can only use PNG, JPEG and WebP pictures.'))
  const whole = await sharp(randomBytes(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } })
    .png()
    .toBuffer()
  expect(await upload(whole.subarray(0, 2_000))).toMatchObject(refusedAs('That picture is damaged.'))
  expect(await has(ada)).toBe(false)
})

test('what is hidden behind or inside a genuine picture is not kept', async () => {
  const ada = await person('ada')
  await as(ada)
  const payload = '<script>alert(document.domain)</script>'
  const polyglot = Buffer.concat([
    await blank(50, 50).jpeg().toBuffer(),
    Buffer.from(payload),
    Buffer.from('PK\x03\x04'),
  ])
  expect(await upload(polyglot, 'text/html')).toMatchObject({ ok: true })
  const answer = await look(ada)
  expect(answer.headers.get('content-type')).toBe('image/webp')
  expect(Buffer.from(await answer.arrayBuffer()).includes('script')).toBe(false)
})

test('a picture of a few kilobytes that would fill the memory is not decoded', async () => {
  const ada = await person('ada')
  await as(ada)
  const bomb = await blank(5_001, 5_000).png({ compressionLevel: 9 }).toBuffer()
  expect(bomb.length).toBeLessThan(2_097_152)
  expect(await upload(bomb)).toMatchObject(refusedAs('That picture has too many pixels. 25 megapixels are the most.'))
  expect(await has(ada)).toBe(false)
})

test('nothing, an empty file, a text, and more than 2 MB are each refused with a sentence at the field', async () => {
  const ada = await person('ada')
  await as(ada)
  for (const avatar of [undefined, '', 'a text', new File([], '')])
    expect(await uploadAvatar({}, form({ avatar }))).toMatchObject(refusedAs('Choose a picture.'))
  const heavy = Buffer.concat([await picture(), Buffer.alloc(2_097_152)])
  expect(await upload(heavy)).toMatchObject(refusedAs('That picture is larger than 2 MB.'))
  expect(await has(ada)).toBe(false)
})

test('only the upload may be larger than other forms', async () => {
  await as(await person('ada'))
  const heavy = 'x'.repeat(1_100_000)
  expect(await updateName({}, form({ name: 'Ada', filler: heavy }))).toMatchObject({ message: 'That is too large.' })
  const file = new File([heavy], 'x')
  expect(await updateName({}, form({ name: 'Ada', avatar: file }))).toMatchObject({ message: 'That is too large.' })
})

test('whoever shares an organization with ada sees her picture; nobody else does, nor somebody who was removed', async () => {
  const { org, ada, linus } = await organization('pictures', { ada: 'member', linus: 'viewer' })
  const { olive: stranger } = await organization('pictures-elsewhere')
  const former = await join(org, await person('former'), 'viewer')
  await as(ada)
  await upload(await picture())
  expect(await status(ada)).toBe(200)
  await as(linus)
  expect(await status(ada)).toBe(200)
  await as(former)
  expect(await status(ada)).toBe(200)
  await rows('delete from "Membership" where id = $1', [former.membershipId])
  expect(await status(ada)).toBe(404)
  await as(stranger)
  expect(await status(ada)).toBe(404)
  asNobody()
  expect(await status(ada)).toBe(401)

  await as(linus)
  await rows(`update "Organization" set "deletedAt" = now() where id = $1`, [org.id])
  expect(await status(ada)).toBe(404)
})

test('an id that is none, and somebody without a picture, are nothing', async () => {
  const ada = await person('ada')
  await as(ada)
  expect(await status(ada)).toBe(404)
  const nonsense = new NextRequest(new URL('/api/avatars/x', process.env.APP_URL))
  expect((await GET(nonsense, { params: Promise.resolve({ id: `x' or 1=1` }) })).status).toBe(404)
})

test('a browser keeps a picture under its address only, and another picture has another address', async () => {
  const ada = await person('ada')
  await as(ada)
  await upload(await picture())
  const first = await row<{ image: string }>('select image from "User" where id = $1', [ada.id])
  const etag = (await look(ada)).headers.get('etag') ?? ''
  expect((await look(ada, { 'if-none-match': etag })).status).toBe(304)
  await upload(await blank(40, 40).negate().png().toBuffer())
  const second = await row<{ image: string }>('select image from "User" where id = $1', [ada.id])
  expect(second.image).not.toBe(first.image)
  const old = await GET(new NextRequest(new URL(first.image, process.env.APP_URL)), {
    params: Promise.resolve({ id: ada.id }),
  })
  expect(old.headers.get('cache-control')).toBe('private, no-cache')
})

test('ada removes her picture, and it goes when she does', async () => {
  const ada = await person('ada')
  await as(ada)
  await upload(await picture())
  expect(await outcome(() => removeAvatar({}, form({ confirm: 'remove' })))).toMatchObject({ ok: true })
  expect(await has(ada)).toBe(false)
  expect(await status(ada)).toBe(404)
  expect(await outcome(() => removeAvatar({}, form({ confirm: 'remove' })))).toMatchObject({
    message: 'You have no picture.',
  })
  await upload(await picture())
  await rows('delete from "User" where id = $1', [ada.id])
  expect(await has(ada)).toBe(false)
})

test('pictures are not drawn by the hundred', async () => {
  await as(await person('ada'))
  const small = await blank(2, 2).png().toBuffer()
  const said = []
  for (let i = 0; i < 31; i++) said.push(await upload(small))
  expect(said.slice(0, 30).every((answer) => 'ok' in answer && answer.ok)).toBe(true)
  expect(said[30]).toMatchObject({ message: expect.stringMatching(/^Too many tries/) })
})
