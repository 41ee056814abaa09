import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { defaultPriorities } from '@lectern/engine/pipeline/priorities.ts'
import { prioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import {
  chosenFor,
  goBack,
  ifInForce,
  loadInForce,
  publish,
  type Rollout,
  releasesOf,
  versionOf,
} from './priorities.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

const signed = { owner: 'product', reason: 'because', by: { id: 'ada', name: 'Ada' } }
const everybody: Rollout = { kind: 'everybody' }
const inForce = async (surface: string, reader: string | null = null) =>
  chosenFor(await loadInForce(kernel), surface, reader)

test('a surface falls back to the publication, field by field, and blocks of both hold', async () => {
  assert.equal((await inForce('home')).priorities.version, defaultPriorities.version)
  const publication = prioritiesDocument.parse({
    exploration: 0.1,
    diversity: 0.3,
    blocks: [{ name: 'spam', when: { publisher: 'Spam' } }],
  })
  await publish(kernel, { surface: null, document: publication, rollout: everybody, ...signed })
  const home = prioritiesDocument.parse({
    diversity: 0.5,
    blocks: [{ name: 'old', when: { ageHours: { atLeast: 900 } } }],
  })
  await publish(kernel, { surface: 'home', document: home, rollout: everybody, ...signed })
  const { document, priorities } = await inForce('home')
  assert.deepEqual([document.exploration, document.diversity], [0.1, 0.5])
  assert.deepEqual(
    document.blocks?.map(({ name }) => name),
    ['old', 'spam'],
  )
  assert.equal(priorities.version, `${versionOf(home)}+${versionOf(publication)}`)
  assert.equal((await inForce('digest')).document.diversity, 0.3)
})

test('a share of the readers gets a document: the same ones every time, and all of them when the share grows', async () => {
  const trial = { diversity: 0.9 }
  const readers = Array.from({ length: 400 }, (_, k) => `reader ${k}`)
  const who = async () => {
    const all = await loadInForce(kernel)
    return new Set(readers.filter((reader) => chosenFor(all, 'percent', reader).document.diversity === 0.9))
  }
  await publish(kernel, { surface: 'percent', document: trial, rollout: { kind: 'percent', percent: 10 }, ...signed })
  const few = await who()
  assert.ok(few.size > 15 && few.size < 70, `${few.size}`)
  assert.deepEqual(await who(), few)
  assert.notEqual((await inForce('percent')).document.diversity, 0.9, 'nobody in particular has what everybody has')
  await publish(kernel, { surface: 'percent', document: trial, rollout: { kind: 'percent', percent: 50 }, ...signed })
  const more = await who()
  assert.ok(more.size > 150 && [...few].every((reader) => more.has(reader)))
})

test('in an experiment each reader has an arm, and the slate will name it', async () => {
  const rollout: Rollout = { kind: 'arm', experiment: 'spread', percent: 50 }
  await publish(kernel, { surface: 'arms', document: { publishersApart: 3 }, rollout, ...signed })
  const all = await loadInForce(kernel)
  const arms = Array.from({ length: 100 }, (_, k) => chosenFor(all, 'arms', `r${k}`))
  const trial = arms.filter(({ experiments }) => experiments.spread === 'trial')
  assert.ok(trial.length > 25 && trial.length < 75)
  assert.ok(trial.every(({ document }) => document.publishersApart === 3))
  const control = arms.filter(({ experiments }) => experiments.spread === 'control')
  assert.equal(control.length + trial.length, 100)
  assert.ok(control.every(({ document }) => document.publishersApart === undefined))
})

test('going back brings back what was in force before, step by step, and says when there is nothing before', async () => {
  const surface = 'back'
  for (const diversity of [0.1, 0.2, 0.3])
    await publish(kernel, { surface, document: { diversity }, rollout: everybody, ...signed })
  const steps = [0.2, 0.1, 0.3] // 0.3: of the publication, as the surface says nothing of its own
  for (const diversity of steps) {
    await goBack(kernel, { surface, ...signed })
    assert.equal((await inForce(surface)).document.diversity, diversity)
  }
  await assert.rejects(goBack(kernel, { surface, ...signed }), /nothing to go back to/)
  await publish(kernel, { surface, document: { diversity: 0.7 }, rollout: everybody, ...signed })
  await goBack(kernel, { surface, ...signed })
  assert.equal((await inForce(surface)).document.diversity, 0.3)
  const releases = await releasesOf(kernel, surface)
  assert.deepEqual(
    releases.map(({ action }) => action),
    ['back', 'publish', 'back', 'back', 'back', 'publish', 'publish', 'publish'],
  )
  assert.ok(releases.every((one) => one.owner === 'product' && one.reason === 'because' && one.madeByName === 'Ada'))
})

test('the same content has the same version whatever the order of its keys, and another order of rules another', () => {
  const outcomes = { open: 1, finish: 2, save: 1, like: 0, dismiss: -1, report: -2 }
  const { open, ...rest } = outcomes
  assert.equal(versionOf({ outcomes, diversity: 0.1 }), versionOf({ diversity: 0.1, outcomes: { ...rest, open } }))
  const pins = ['a', 'b'].map((item) => ({ name: item, item, slot: 0 }))
  assert.notEqual(versionOf({ pins }), versionOf({ pins: [...pins].reverse() }))
})

test('what would hold is told for a document that is not in force', async () => {
  const all = await loadInForce(kernel)
  assert.equal(ifInForce(all, { surface: 'digest', place: 'digest', document: { diversity: 0 } }).exploration, 0.1)
  assert.equal(ifInForce(all, { surface: 'home', place: null, document: { diversity: 0 } }).diversity, 0.5)
})

test('documents that cannot be are refused with the place', () => {
  const refused = (document: unknown, path: string, message: RegExp) => {
    const { error } = prioritiesDocument.safeParse(document)
    const issue = error?.issues.find((each) => each.path.join('.') === path)
    assert.match(issue?.message ?? JSON.stringify(error?.issues), message)
  }
  refused({ quotas: [{ name: 'q', each: 'publisher' }] }, 'quotas.0', /min, max or both/)
  refused(
    { pins: [{ name: 'p', item: 'a', slot: 0, from: '2026-02-02', until: '2026-02-01' }] },
    'pins.0.until',
    /before/,
  )
  refused({ pins: [{ name: 'p', item: 'a', slot: 0, from: 'tomorrow' }] }, 'pins.0.from', /a day such as/)
  refused(
    { blocks: [{ name: 'b', when: { not: { topic: { readBefore: true } } } }] },
    'blocks.0.when',
    /same for every/,
  )
  refused({ sponsored: [{ name: 's', sponsor: 'X', slot: 1 }] }, 'sponsored.0.items', /one of them/)
  const twice = ['a', 'b'].map((item) => ({ name: 'same', item, slot: 0 }))
  refused({ pins: twice }, 'pins', /same name/)
  const shares = [0.6, 0.6].map((share, k) => ({ name: `${k}`, when: { topic: 'tech' }, share }))
  refused({ promotions: shares }, 'promotions', /above 1/)
})
