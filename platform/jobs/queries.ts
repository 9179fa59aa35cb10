import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from '#platform/database'
import type { Payload, QueueCount, SendOptions } from './job.ts'

/** A job as its taker has it. `every`: the period of scheduled work, in milliseconds. */
export interface Taken {
  readonly id: string
  readonly queue: string
  readonly payload: unknown
  readonly tries: number
  readonly every: number | null
}

const DAY = 86_400_000
const KEEP_DONE = 30 * DAY
const KEEP_DEAD = 90 * DAY

function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

export async function insertJob<DB>(
  tx: Kysely<DB>,
  now: number,
  queue: string,
  payload: Payload,
  { at, key }: SendOptions,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into jobs.job (id, queue, key, payload, created_at, due_at)
    values (${randomUUID()}, ${queue}, ${key ?? null}, ${JSON.stringify(payload)}::jsonb, ${moment(now)}, ${moment(at ?? now)})
    on conflict (queue, key) do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Scheduled work is there once, however many processes say so. One whose period has changed is not late for the new one. */
export async function ensureScheduled<DB>(
  tx: Kysely<DB>,
  now: number,
  name: string,
  period: number,
): Promise<void> {
  await sql`
    insert into jobs.job (id, queue, key, payload, created_at, due_at, every)
    values (${randomUUID()}, ${name}, 'every', null, ${moment(now)}, ${moment(now)}, ${period})
    on conflict (queue, key) do update
      set every = excluded.every, due_at = least(job.due_at, ${moment(now + period)}::timestamptz)
      where job.every is distinct from excluded.every`.execute(tx)
}

/** Takes jobs that are due, the oldest first, no more of each queue than is said. Others that take at once get others. */
export async function takeDue<DB>(
  tx: Kysely<DB>,
  now: number,
  holder: string,
  until: number,
  free: readonly { queue: string; free: number }[],
): Promise<Taken[]> {
  const { rows } = await sql<Taken>`
    with wanted as materialized (
      select due.id
      from unnest(${free.map(({ queue }) => queue)}::text[], ${free.map((each) => each.free)}::integer[]) as asked (queue, free)
      cross join lateral (
        select job.id from jobs.job
        where job.queue = asked.queue and job.state = 'open' and job.due_at <= ${moment(now)}
        order by job.due_at
        limit asked.free
        for update skip locked
      ) as due
    )
    update jobs.job set holder = ${holder}, tries = job.tries + 1, due_at = ${moment(until)}
    from wanted where job.id = wanted.id
    returning job.id, job.queue, job.payload, job.tries, job.every`.execute(tx)
  return rows
}

/** Puts off the end of the hold on jobs that are still being worked on. */
export async function holdOn<DB>(
  tx: Kysely<DB>,
  holder: string,
  until: number,
  ids: readonly string[],
): Promise<void> {
  await sql`
    update jobs.job set due_at = ${moment(until)}
    where id = any(${ids}::uuid[]) and holder = ${holder} and state = 'open'`.execute(tx)
}

/** Makes due what any process holds: right where no other process can be alive. */
export async function letGoOfAll<DB>(tx: Kysely<DB>, now: number): Promise<void> {
  await sql`
    update jobs.job set holder = null, due_at = ${moment(now)} where state = 'open' and holder is not null`.execute(
    tx,
  )
}

// A taker that held on for too long may find its job taken by another: what it says then no longer counts.
function held(holder: string, { id, tries }: Taken) {
  return sql`id = ${id} and holder = ${holder} and tries = ${tries} and state = 'open'`
}

/** Nothing stays of a job that is done, but its key. */
export async function endJob<DB>(tx: Kysely<DB>, now: number, holder: string, taken: Taken): Promise<void> {
  await sql`delete from jobs.job where ${held(holder, taken)} and key is null`.execute(tx)
  await sql`
    update jobs.job set state = 'done', ended_at = ${moment(now)}, payload = null, holder = null, problem = null
    where ${held(holder, taken)}`.execute(tx)
}

/** Lets a job wait until `due`. `problem` null: it went well, and this is its next round. */
export async function putOff<DB>(
  tx: Kysely<DB>,
  holder: string,
  taken: Taken,
  due: number,
  problem: string | null,
  fromTheBeginning: boolean,
): Promise<void> {
  await sql`
    update jobs.job set holder = null, due_at = ${moment(due)}, problem = ${problem},
           tries = case when ${fromTheBeginning} then 0 else tries end
    where ${held(holder, taken)}`.execute(tx)
}

export async function bury<DB>(
  tx: Kysely<DB>,
  now: number,
  holder: string,
  taken: Taken,
  problem: string,
  keep: boolean,
): Promise<void> {
  await sql`
    update jobs.job set state = 'dead', ended_at = ${moment(now)}, holder = null, problem = ${problem},
           payload = case when ${keep} then payload end
    where ${held(holder, taken)}`.execute(tx)
}

export async function countJobs<DB>(tx: Kysely<DB>, now: number): Promise<QueueCount[]> {
  const { rows } = await sql<{ queue: string; waiting: number; dead: number; oldest: string | null }>`
    select queue,
           count(*) filter (where state = 'open') as waiting,
           count(*) filter (where state = 'dead') as dead,
           min(due_at) filter (where state = 'open' and holder is null and due_at <= ${moment(now)}) as oldest
    from jobs.job
    where every is null and state <> 'done'
    group by queue order by queue`.execute(tx)
  return rows.map(({ oldest, ...row }) => ({
    ...row,
    late: oldest === null ? null : now - Date.parse(oldest),
  }))
}

/** Those of which nothing was kept stay dead. */
export async function reviveDead<DB>(tx: Kysely<DB>, now: number, queue: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update jobs.job set state = 'open', ended_at = null, tries = 0, due_at = ${moment(now)}
    where queue = ${queue} and state = 'dead' and payload is not null`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export async function removeEnded<DB>(tx: Kysely<DB>, now: number): Promise<void> {
  await sql`
    delete from jobs.job
    where state = 'done' and ended_at < ${moment(now - KEEP_DONE)}
       or state = 'dead' and ended_at < ${moment(now - KEEP_DEAD)}`.execute(tx)
}
