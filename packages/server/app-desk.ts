// The part of app.ts that wires what belongs to the Desk: each slice of it adds its line here.
import { auditRoutes } from './audit/routes.ts'
import { bringBackToCollections, type DroppedStory, dropFromCollections } from './collections/collections.ts'
import { collectionRoutes } from './collections/routes.ts'
import { corpusMarks, type DeskReach, type PublisherNames, type Scheduling, trustScheduled } from './desk/desk.ts'
import { deskRoutes } from './desk/routes.ts'
import { judgingJobs } from './judging/jobs.ts'
import { arrangeQueue } from './judging/judging.ts'
import { judgingRoutes } from './judging/routes.ts'
import { newRoutes, type Routes } from './kernel/http/http.ts'
import type { Job } from './kernel/jobs/jobs.ts'
import type { Kernel } from './kernel/kernel.ts'
import { mirrorRoutes } from './mirror/routes.ts'
import { priceRoutes } from './prices/routes.ts'
import { proposalJobs } from './proposals/jobs.ts'
import type { Recommender } from './recommend/recommend.ts'
import { scheduleJobs } from './schedule/jobs.ts'
import { scheduleRoutes } from './schedule/routes.ts'
import { addEntryWithin, bringBackToSchedule, dropFromSchedule, type ScheduleReach } from './schedule/schedule.ts'
import { sectionRoutes } from './sections/routes.ts'
import { bringBackToSections, dropFromSections } from './sections/sections.ts'
import { sourceJobs } from './sources/jobs.ts'
import { feedRoutes } from './sources/routes.ts'
import { openParsers } from './sources/sources.ts'
import { websubRoutes } from './sources/websub-routes.ts'
import type { Surfaces } from './surfaces/surfaces.ts'

interface Around {
  readonly recommender: Recommender
  readonly surfaces: Surfaces
  readonly names: PublisherNames
  /** Answers when this process serves what changed after a revision of the items. */
  changed(after: number): Promise<void>
}

export function openDesk(kernel: Kernel, { recommender, surfaces, names, changed }: Around): Routes {
  const settingsOf = surfaces.settings
  const schedule: ScheduleReach = { kernel, settingsOf, marksOf: (items) => corpusMarks(kernel, items) }
  const scheduled = () => recommender.editorsChanged('schedule')
  const scheduling = boardsAndSections(schedule, scheduled)
  const desk: DeskReach = { kernel, changed, renamed: names.read, scheduling, arrange: arrangeQueue }
  const sources = { ...kernel, parsers: openParsers() }
  const routes = newRoutes()
  for (const own of [
    auditRoutes(kernel),
    deskRoutes(desk),
    feedRoutes(sources),
    websubRoutes(sources),
    judgingRoutes(kernel),
    priceRoutes(kernel, { recommender, surfaces: () => surfaces.all().map(({ name }) => name) }),
    scheduleRoutes(schedule, scheduled),
    collectionRoutes(kernel),
    sectionRoutes({ kernel, settingsOf }, () => recommender.editorsChanged('sections')),
    mirrorRoutes({ kernel, settingsOf, threshold: kernel.config.desk.leastReaders }),
  ])
    routes.route('/', own)
  return routes
}

/** What a drop took, as its decision keeps it. */
interface Dropped {
  readonly schedule: Awaited<ReturnType<typeof dropFromSchedule>>
  readonly sections: Awaited<ReturnType<typeof dropFromSections>>
  readonly collections: readonly DroppedStory[]
}

function boardsAndSections(schedule: ScheduleReach, scheduled: () => Promise<void>): Scheduling {
  return {
    async schedule(transaction, actor, wanted) {
      const added = await addEntryWithin(transaction, schedule, { actor, wanted: { ...wanted, reason: null } })
      return added.kind === 'refused' ? added : { kind: 'scheduled' }
    },
    changed: scheduled,
    async drop(transaction, item, by): Promise<Dropped> {
      const boards = await dropFromSchedule(transaction, item, by)
      const sections = await dropFromSections(transaction, item, by)
      return { schedule: boards, sections, collections: await dropFromCollections(transaction, item, by) }
    },
    async bringBack(transaction, dropped, by) {
      const { schedule: boards, sections, collections } = dropped as Dropped
      await bringBackToSchedule(transaction, boards)
      await bringBackToSections(transaction, sections)
      await bringBackToCollections(transaction, collections, by)
    },
  }
}

export const deskJobs = (kernel: Kernel): Job[] => [
  ...sourceJobs(kernel),
  ...judgingJobs(kernel),
  ...proposalJobs(kernel),
  ...scheduleJobs(kernel, async (items) => {
    await trustScheduled(kernel, items)
  }),
]
