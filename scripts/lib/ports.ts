import { createServer } from 'node:net'
import { Notice } from './notice'

/** True when nothing listens on the port, on any address a browser's `localhost` may mean. */
export async function isFree(port: number) {
  for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
    if (!(await canListen(port, host))) return false
  }
  return true
}

/** The port that was asked for, or an error; when none was asked for, the first free one from 3000. */
export async function choosePort(asked: number | undefined) {
  if (asked) {
    if (await isFree(asked)) return asked
    throw new Notice(`Port ${asked} is busy: stop what listens there, or set PORT to another one.`)
  }
  for (let port = 3000; port < 3100; port++) if (await isFree(port)) return port
  throw new Notice('Ports 3000 to 3099 are all busy: set PORT to a free one.')
}

/** A free loopback port for the database; the preferred one when it is still free. */
export async function freePort(preferred?: number) {
  if (preferred && (await canListen(preferred, '127.0.0.1'))) return preferred
  return new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

function canListen(port: number, host: string) {
  return new Promise<boolean>((resolve) => {
    const server = createServer()
    // A machine without IPv6 has nothing listening there either.
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    )
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
