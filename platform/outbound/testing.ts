import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { after } from 'node:test'

/** A server that does with each connection what it is told, on a port of its own. Closed after the suite. */
export async function serverThat(
  does: (socket: Socket, received: string) => void,
  host = '127.0.0.1',
  port = 0,
): Promise<{ port: number; connections: () => number }> {
  const open = new Set<Socket>()
  let connections = 0
  const server: Server = createServer((socket) => {
    connections++
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
    let received = ''
    let answered = false
    socket.on('data', (data) => {
      received += data.toString('latin1')
      if (answered || !received.includes('\r\n\r\n')) return
      answered = true
      does(socket, received)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  after(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return { port: address.port, connections: () => connections }
}
