import type sharp from 'sharp'
import { AppError } from '@/lib/errors'
import { AVATAR } from '@/lib/parameters'

// What people upload is decoded and drawn again: nothing of the file itself is kept, neither what a camera wrote into it nor
// what somebody else hid behind it.

const formats = ['png', 'jpeg', 'webp']
const SECONDS = 5
const WAITING = 20

type Kept = { atriumPictures?: { waiting: number; last: Promise<unknown> } }
const kept = globalThis as Kept
kept.atriumPictures ??= { waiting: 0, last: Promise.resolve() }
const line = kept.atriumPictures

/** A square WebP of `AVATAR.side`, cropped around the middle. Throws BAD_INPUT, with a sentence at the field, for whatever is no such picture. */
export function drawSquare(bytes: Uint8Array, field: string): Promise<Buffer> {
  const refuse = (sentence: string) =>
    new AppError('BAD_INPUT', 'Please check what you entered.', { fieldErrors: { [field]: [sentence] } })
  return inTurn(async () => {
    const open = await decoder()
    const { format, width, height } = await open(bytes, { limitInputPixels: false })
      .metadata()
      .catch(() => ({ format: undefined, width: 0, height: 0 }))
    if (!format || !formats.includes(format)) throw refuse('We can only use PNG, JPEG and WebP pictures.')
    if (width * height > AVATAR.pixels)
      throw refuse(`That picture has too many pixels. ${AVATAR.pixels / 1_000_000} megapixels are the most.`)
    return open(bytes, { limitInputPixels: AVATAR.pixels, failOn: 'error' })
      .autoOrient()
      .resize(AVATAR.side, AVATAR.side, { fit: 'cover' })
      .flatten({ background: '#fff' })
      .webp({ quality: 85 })
      .timeout({ seconds: SECONDS })
      .toBuffer()
      .catch(() => {
        throw refuse('That picture is damaged.')
      })
  })
}

/** Loaded when somebody uploads. The library reads far more than pictures of ours, SVG and PDF included: those readers are shut. */
async function decoder(): Promise<typeof sharp> {
  const { default: open } = await import('sharp')
  open.cache(false)
  open.block({ operation: ['VipsForeignLoad'] })
  open.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'] })
  return open
}

/** One at a time: each may take 100 MB, and a thread that hashing passwords needs as well. */
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (line.waiting >= WAITING)
    throw new AppError('UNAVAILABLE', 'Many pictures are being uploaded right now. Please try again in a moment.', {
      retryAfter: 5,
    })
  line.waiting++
  const mine = line.last.then(work).finally(() => line.waiting--)
  line.last = mine.catch(() => {})
  return mine
}
