import { expect, test } from 'vitest'
import { newPassword, refuseWeakPassword } from '@/lib/auth/passwords/rules'

const ada = { name: 'Ada Lovelace', email: 'ada.king@people.test' }
const refusal = (password: string) =>
  refuseWeakPassword(password, ada).then(
    () => null,
    ({ fieldErrors }) => fieldErrors.password[0] as string,
  )

test('a password has 12 to 128 characters, counted as people count', () => {
  const { success, data } = newPassword().safeParse('e\u0301'.repeat(12))
  expect(success && [...data].length).toBe(12)
  for (const [password, fine] of [
    ['a'.repeat(11), false],
    ['a'.repeat(12), true],
    ['a'.repeat(128), true],
    ['a'.repeat(129), false],
    ['🐙'.repeat(11), false],
    ['🐙'.repeat(128), true],
  ] as const) {
    expect(newPassword().safeParse(password).success, `${[...password].length}`).toBe(fine)
  }
})

test('one password, however the keyboard composed it', () => {
  expect(newPassword().parse('ｐａｓｓwort-für-ﬁona')).toBe(newPassword().parse('passwort-fu\u0308r-fiona'))
})

test('what many people use is refused, also with a little on it', async () => {
  for (const password of [
    'password1234',
    '123456789012',
    'P@ssw0rd1234',
    'letmeinletmein',
    'qwertyuiop123',
    'aaaaaaaaaaaa',
  ]) {
    expect(await refusal(password), password).toMatch(/Many people/)
  }
})

test('what everybody knows of a person is refused', async () => {
  for (const password of [
    'AdaLovelace1815',
    'ada.king@people.test',
    'lovelace-lovelace',
    'Atrium Atrium 2026',
    'king-ada-king!!',
  ]) {
    expect(await refusal(password), password).toMatch(/your name/)
  }
})

test('a few words in a row are fine, without a capital, a digit or a sign', async () => {
  for (const password of [
    'correct-horse-battery-staple',
    'ada likes purple trains',
    'xkqjwzpvmtrb',
    'lamp tunnel orbit',
  ]) {
    expect(await refusal(password), password).toBeNull()
  }
})
