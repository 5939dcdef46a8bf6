import { expect, test } from 'vitest'
import { clientIp, ipBucket } from '@/lib/request'

const socket = '10.0.0.9'
const claimed = '6.6.6.6'

test.each([
  ['without proxies the socket counts, whatever is claimed', 0, claimed, socket],
  ['behind one, what it has added last', 1, `${claimed}, 203.0.113.7`, '203.0.113.7'],
  ['behind two, what the outer one has added', 2, `${claimed}, 203.0.113.7, 10.0.0.1`, '203.0.113.7'],
  ['nobody came through all of them: the socket', 2, claimed, socket],
  ['no header at all', 1, null, socket],
  ['what is no address', 1, `203.0.113.7, nonsense`, socket],
  ['nothing after the comma', 1, '203.0.113.7,', socket],
  ['a proxy that writes the port', 1, `${claimed}, 203.0.113.7:51234`, '203.0.113.7'],
  ['the same for IPv6', 1, `${claimed}, [2001:db8::7]:51234`, '2001:db8::7'],
  ['IPv6 as it is', 1, '2001:db8::7', '2001:db8::7'],
  ['IPv4 in IPv6', 1, '::ffff:203.0.113.7', '203.0.113.7'],
])('%s', (_, hops, header, ip) => expect(clientIp(header, socket, hops)).toBe(ip))

test('an IPv6 caller is its /64, an IPv4 one itself, however it is written', () => {
  expect(ipBucket('2001:db8:1:2:3:4:5:6')).toBe(ipBucket('2001:db8:1:2::1'))
  expect(ipBucket('2001:db8:1:2::1')).not.toBe(ipBucket('2001:db8:1:3::1'))
  expect(ipBucket('::ffff:203.0.113.7')).toBe(ipBucket('203.0.113.7'))
})
