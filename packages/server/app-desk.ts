// The part of app.ts that wires what belongs to the Desk: each slice of it adds its line here.
import { auditRoutes } from './audit/routes.ts'
import { collectionRoutes } from './collections/routes.ts'
import { corpusMarks, type DeskReach, type Scheduling, trustScheduled } from './desk/desk.ts'
import { deskRoutes } from './desk/routes.ts'
import { judgingRoutes } from './judging/routes.ts'
import { newRoutes, type Routes } from './kernel/http/http.ts'
import type { Job } from './kernel/jobs/jobs.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { Recommender } from './recommend/recommend.ts'
import { scheduleJobs } from './schedule/jobs.ts'
import { scheduleRoutes } from './schedule/routes.ts'
import { addEntry, bringBackToSchedule, dropFromSchedule, type ScheduleReach } from './schedule/schedule.ts'
import { sectionRoutes } from './sections/routes.ts'
import { bringBackToSections, dropFromSections } from './sections/sections.ts'
import { feedRoutes } from './sources/routes.ts'
import { openParsers } from './sources/sources.ts'
import { websubRoutes } from './sources/websub-routes.ts'
import type { Surfaces } from './surfaces/surfaces.ts'

interface Around {
  readonly recommender: Pick<Recommender, 'itemsChanged' | 'editorsChanged'>
  readonly surfaces: Pick<Surfaces, 'settings'>
}

export function openDesk(kernel: Kernel, { recommender, surfaces }: Around): Routes {
  const settingsOf = surfaces.settings
  const boardsChanged = (): Promise<void> => recommender.editorsChanged('schedule')
  const schedule: ScheduleReach = { kernel, settingsOf, marksOf: (items) => corpusMarks(kernel, items) }
  const desk: DeskReach = {
    kernel,
    changed: recommender.itemsChanged,
    scheduling: schedulingOf(schedule, boardsChanged),
    arrange: (prospects) => prospects,
  }
  const sources = { ...kernel, parsers: openParsers() }
  const parts = [
    auditRoutes(kernel),
    deskRoutes(desk),
    feedRoutes(sources),
    websubRoutes(sources),
    judgingRoutes(kernel),
    scheduleRoutes(schedule, boardsChanged),
    collectionRoutes(kernel),
    sectionRoutes({ kernel, settingsOf }, () => recommender.editorsChanged('sections')),
  ]
  const routes = newRoutes()
  for (const part of parts) routes.route('/', part)
  return routes
}

/** What a drop took: boards and sections beside each other. */
interface Dropped {
  readonly entries: Awaited<ReturnType<typeof dropFromSchedule>>
  readonly members: Awaited<ReturnType<typeof dropFromSections>>
}

function schedulingOf(schedule: ScheduleReach, changed: () => Promise<void>): Scheduling {
  return {
    async schedule(actor, wanted) {
      const done = await addEntry(schedule, actor, { reason: null, ...wanted })
      if (done.kind === 'refused') return done
      await changed()
      return { kind: 'scheduled' }
    },
    async drop(transaction, item, by): Promise<Dropped> {
      const entries = await dropFromSchedule(transaction, item, by)
      return { entries, members: await dropFromSections(transaction, item, by) }
    },
    async bringBack(transaction, dropped) {
      if (dropped === null || dropped === undefined) return
      const { entries, members } = dropped as Dropped
      await bringBackToSchedule(transaction, entries)
      await bringBackToSections(transaction, members)
    },
  }
}

export const deskJobs = (kernel: Kernel): Job[] => [
  ...scheduleJobs(kernel, async (items) => {
    await trustScheduled(kernel, items)
  }),
]
