import { userInfo } from 'node:os'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { addFeed, type FeedRow, listFeeds, openParsers, pollOne, removeFeed, setFeedState } from '../sources/sources.ts'
import type { Call, CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

const actions = ['list', 'add', 'poll', 'pause', 'resume', 'remove'] as const
type Action = (typeof actions)[number]

export const feedsCommand: CliCommand = {
  name: 'feeds',
  stage: 'Fill',
  about: 'The feeds that are followed: list them with their health, add one, poll it now, pause, resume or remove it.',
  example: 'lectern feeds add https://news.example --folder News',
  arguments: [
    { name: '<action>', about: actions.join(', ') },
    { name: '[address]', about: 'of the feed; for add also of a page that names it' },
  ],
  options: [{ flags: '--folder <folder>', about: 'add: where it stands in the list' }],
  async run(call) {
    const work = workOf(call)
    await withKernel(call, work)
  },
}

/** What is wrong with the command itself is said before anything is opened. */
function workOf(call: Call): (kernel: Kernel) => Promise<void> {
  const [action, address] = call.arguments as [Action, string?]
  if (!actions.includes(action)) throw usage(`There is no action "${action}".`, `One of ${actions.join(', ')}.`)
  if (action === 'list') return (kernel) => list(call, kernel)
  if (address === undefined)
    throw usage('Which feed?', `lectern feeds ${action} ADDRESS; \`lectern feeds list\` shows them.`)
  return (kernel) => works[action](call, kernel, address)
}

const works: Readonly<Record<Exclude<Action, 'list'>, (call: Call, kernel: Kernel, address: string) => Promise<void>>> =
  {
    add,
    poll,
    pause: (call, kernel, address) => setState(call, kernel, { address, state: 'paused' }),
    resume: (call, kernel, address) => setState(call, kernel, { address, state: 'active' }),
    remove,
  }

async function list(call: Call, kernel: Kernel): Promise<void> {
  const { feeds, waitingPages } = await listFeeds(kernel)
  call.screen.table(
    ['feed', 'folder', 'address', 'found', 'last new', 'next', 'health'],
    feeds.map((feed) => [
      feed.title,
      feed.folder ?? '',
      feed.url,
      feed.found,
      day(feed.foundAt),
      feed.state === 'active' ? minute(feed.nextAt) : feed.state,
      healthOf(feed),
    ]),
  )
  if (feeds.length === 0) call.screen.line('No feed is followed yet: `lectern feeds add` or `lectern import opml`.')
  if (waitingPages > 0) call.screen.line(`${waitingPages} pages of new entries wait to be fetched.`)
  call.screen.result({ feeds, waitingPages })
}

async function add(call: Call, kernel: Kernel, address: string): Promise<void> {
  const { folder } = call.options
  const reach = { ...kernel, parsers: openParsers() }
  const added = await addFeed(reach, address, {
    folder: typeof folder === 'string' ? folder : null,
    by: atTheCommandLine(),
  })
  if (added.kind === 'not-found') {
    const advice = 'Name the feed, or a page that names its feed.'
    throw new Failure('missing', `${address} cannot be followed: ${added.detail}`, { advice })
  }
  const { title, url } = added.feed
  call.screen.line(`${title} (${url}) is ${added.kind === 'added' ? 'followed' : 'followed already'}.`)
  call.screen.line('It is polled while `lectern serve` or `lectern work` runs.')
  call.screen.result(added)
}

async function poll(call: Call, kernel: Kernel, address: string): Promise<void> {
  const polled = await pollOne({ ...kernel, parsers: openParsers() }, address)
  if (polled === undefined) throw unknown(address)
  call.screen.line(`${address}: ${polled.outcome}${polled.feed?.problem ? ` (${polled.feed.problem})` : ''}.`)
  call.screen.result(polled)
}

async function setState(
  call: Call,
  kernel: Kernel,
  { address, state }: { readonly address: string; readonly state: 'active' | 'paused' },
): Promise<void> {
  const feed = await setFeedState(kernel, address, { state, by: atTheCommandLine() })
  if (feed === undefined) throw unknown(address)
  call.screen.line(`${feed.title} is ${state === 'active' ? 'polled again' : 'paused'}.`)
  call.screen.result({ feed })
}

async function remove(call: Call, kernel: Kernel, address: string): Promise<void> {
  if (!(await removeFeed(kernel, address, atTheCommandLine()))) throw unknown(address)
  call.screen.line(`${address} is not followed any more; what it brought stays.`)
  call.screen.result({ removed: address })
}

const healthOf = ({ problem, failures, warnings, state }: FeedRow): string => {
  if (state !== 'gone' && problem === null) return warnings.length === 0 ? 'good' : `good, ${warnings.length} warnings`
  return `${problem ?? ''}${failures > 1 ? ` ${failures} times` : ''}`
}
const day = (at: number | null): string => (at === null ? '' : new Date(at).toISOString().slice(0, 10))
const minute = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
const atTheCommandLine = () => ({ id: 'command line', name: userInfo().username })
const usage = (message: string, advice: string): Failure => new Failure('usage', message, { advice })
const unknown = (address: string): Failure =>
  new Failure('missing', `No feed has the address "${address}".`, { advice: '`lectern feeds list` shows them.' })
