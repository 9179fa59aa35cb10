// Connections that many statements share: several leave together, those asked meanwhile leave when they are answered, and
// the server answers in order. A pool's connection is one statement's until its answer has come; these need fewer of
// them, fewer wake-ups on both sides, and no turn to wait for.
//
// 1. Every statement commits by itself. A transaction here would take in its neighbours' statements.
// 2. A statement that waits (for a row another transaction holds) keeps waiting all that were sent behind it. What may
//    take long goes through `store.as`.

import { Socket } from 'node:net'
import pg from 'pg'
import type { Run, Statement } from './quick.ts'

export type Pipelines = { run: Run; end: () => Promise<void> }

type Pipeline = { connected: Promise<pg.Client>; unanswered: number; gathering: Gathering }

// What is asked in one turn of the event loop goes to one connection, up to so many: it leaves in one write.
const TOGETHER = 8

/** `first` is run on each connection before anything else. At most `most` are opened, the first at the first use. */
export function openPipelines(settings: pg.ClientConfig, first: string, most: number): Pipelines {
  const open = new Set<Pipeline>()
  let ended = false
  let chosen: { pipeline: Pipeline; asked: number } | undefined

  // Until this turn ends.
  function choose(): Pipeline {
    if (chosen && chosen.asked < TOGETHER && open.has(chosen.pipeline)) {
      chosen.asked++
      return chosen.pipeline
    }
    if (!chosen) setImmediate(() => (chosen = undefined))
    chosen = { pipeline: leastBusy(), asked: 1 }
    return chosen.pipeline
  }

  function connect(): Pipeline {
    const socket = new Socket()
    const client = new pg.Client({ ...settings, pipeline: true, stream: () => socket })
    const pipeline: Pipeline = { connected: connected(client), unanswered: 0, gathering: gathering(socket) }
    const drop = () => open.delete(pipeline)
    // Those unanswered are refused one by one; the next statement opens another connection.
    client.on('error', drop).on('end', drop)
    pipeline.connected.catch(drop)
    open.add(pipeline)
    return pipeline
  }

  async function connected(client: pg.Client): Promise<pg.Client> {
    try {
      await client.connect()
      await client.query(first)
      return client
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
  }

  function leastBusy(): Pipeline {
    let found: Pipeline | undefined
    for (const pipeline of open) if (!found || pipeline.unanswered < found.unanswered) found = pipeline
    return found && (found.unanswered === 0 || open.size >= most) ? found : connect()
  }

  return {
    async run(statement: Statement) {
      if (ended) throw new Error('the store is closed')
      const pipeline = choose()
      pipeline.unanswered++
      let answered = () => {}
      try {
        const client = await pipeline.connected
        answered = pipeline.gathering.ask()
        return await client.query(statement)
      } catch (error) {
        // Its last words. That the connection has ended is heard only after whoever asked may have asked again.
        if (error instanceof pg.DatabaseError && error.severity === 'FATAL') open.delete(pipeline)
        throw error
      } finally {
        answered()
        pipeline.unanswered--
      }
    },
    async end() {
      ended = true
      await Promise.all([...open].map(async ({ connected }) => (await connected).end()))
    },
  }
}

/** When what is asked of a connection leaves. */
interface Gathering {
  /** Before each statement; what it returns is called when the statement has its answer. */
  ask(): () => void
}

// Each write costs both sides a system call and a wake-up: so what is asked in one turn of the event loop leaves in one,
// and while something is unanswered, what is asked waits for that, since it would have to wait for it there.
function gathering(socket: Socket): Gathering {
  // The flight that fills, and those of the one before it that are on their way.
  let flight = 0
  let held = 0
  let underWay = 0

  function leave(): void {
    if (underWay > 0 || held === 0) return
    underWay = held
    held = 0
    flight++
    socket.uncork()
  }

  return {
    ask() {
      const mine = flight
      if (held++ === 0) {
        socket.cork()
        setImmediate(leave)
      }
      return () => {
        if (mine === flight) held--
        else if (mine === flight - 1) underWay--
        if (underWay === 0) setImmediate(leave)
      }
    },
  }
}
