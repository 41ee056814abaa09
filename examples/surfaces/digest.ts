// A digest for many readers in one request: LECTERN_URL and LECTERN_KEY (a secret key) in the environment, readers as
// arguments. Elsewhere than in this repository import from '@lectern/client'.
import { createClient } from '@lectern/protocol/client/client.ts'

const { LECTERN_URL = 'http://localhost:4280', LECTERN_KEY } = process.env
const lectern = createClient({ url: LECTERN_URL, key: LECTERN_KEY })
const readers = process.argv.slice(2)

const answers = await lectern.batch(
  readers.map((reader) => ({ kind: 'recommend', surface: 'digest', reader, n: 3, explain: 'words' }) as const),
)
answers.forEach((answer, k) => {
  console.log(`For ${readers[k]}`)
  if ('problem' in answer) console.log(`  nothing today: ${answer.problem.detail}`)
  else for (const { item, reason } of answer.list.items) console.log(`  ${item.title} - ${reason?.text}`)
})
