// Topics on texts held back: ours beside the most frequent topic, naive Bayes and the linear models of scikit-learn.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trainClassifier } from '@lectern/engine/judging/classifier-training.ts'
import { type LabelQuality, labelQuality } from '@lectern/engine/judging/label-quality.ts'
import { derive } from '@lectern/engine/random/random.ts'
import type { Report } from '../measurement.ts'
import { pythonPeer } from '../peers.ts'
import { foldCount, type LabelledSet } from './labelled.ts'

/** As the server does: below, nothing is suggested. */
const leastConfidence = 0.3

interface TopicOutcome {
  readonly name: string
  readonly accuracy: number
  readonly macroF1: number
  readonly calibrationError: number | null
}

export interface TopicResult {
  readonly set: LabelledSet
  readonly labels: readonly string[]
  readonly outcomes: readonly TopicOutcome[]
  readonly ours: LabelQuality
  /** Of what is sure enough to be suggested. */
  readonly suggested: { readonly share: number; readonly accuracy: number }
}

export async function measureTopics(set: LabelledSet, report: Report): Promise<TopicResult> {
  const labels = [...new Set(set.labels)].sort()
  const answers = await ourAnswers(set, labels)
  const ours = labelQuality(answers, labels.length)
  const sure = answers.filter(({ confidence }) => confidence >= leastConfidence)
  const right = sure.filter((answer) => answer.right === answer.said).length
  const outcomes = [{ name: 'ours', ...ours }, majority(set, labels), ...(await peersOn(set, report))].map(
    ({ name, accuracy, macroF1, calibrationError }) => ({ name, accuracy, macroF1, calibrationError }),
  )
  for (const one of outcomes) report.line(`${set.name}, ${one.name}: ${one.accuracy.toFixed(3)}`)
  return {
    ...{ set, labels, outcomes, ours },
    suggested: { share: sure.length / answers.length, accuracy: sure.length === 0 ? 0 : right / sure.length },
  }
}

async function ourAnswers({ texts, labels: truth, folds }: LabelledSet, labels: readonly string[]) {
  const answers: { right: number; said: number; confidence: number }[] = []
  for (let fold = 0; fold < foldCount; fold++) {
    const training = texts.flatMap((text, k) => (folds[k] === fold ? [] : [{ text, label: truth[k]! }]))
    const { classifier } = await trainClassifier(training, { folds: 3 }, { rng: derive('classifiers', fold) })
    for (const [k, text] of texts.entries()) {
      if (folds[k] !== fold) continue
      const { label, confidence } = classifier.classify(text) ?? { label: labels[0]!, confidence: 0 }
      answers.push({ right: labels.indexOf(truth[k]!), said: labels.indexOf(label), confidence })
    }
  }
  return answers
}

function majority({ labels: truth, folds }: LabelledSet, labels: readonly string[]): TopicOutcome {
  const answers = truth.map((label, k) => {
    const counts = labels.map((one) => truth.filter((other, j) => folds[j] !== folds[k] && other === one).length)
    return { right: labels.indexOf(label), said: counts.indexOf(Math.max(...counts)), confidence: 0 }
  })
  return { name: 'most frequent', ...labelQuality(answers, labels.length), calibrationError: null }
}

async function peersOn({ texts, labels, folds }: LabelledSet, report: Report): Promise<TopicOutcome[]> {
  const python = await pythonPeer(['scikit-learn', 'numpy', 'scipy'], report)
  if (python === null) return []
  const folder = mkdtempSync(join(tmpdir(), 'lectern-classifiers-'))
  try {
    const file = join(folder, 'set.json')
    writeFileSync(file, JSON.stringify({ texts, labels, folds }))
    return (await python.run(script, { args: [file], threads: 1 })) as TopicOutcome[]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Words and pairs of words beside pieces of 3 to 5 letters, as ours; and words alone, as tutorials do. */
const script = `
import json, sys
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC
with open(sys.argv[1]) as file: data = json.load(file)
x, y, folds = np.array(data['texts'], dtype=object), np.array(data['labels']), np.array(data['folds'])
words = lambda: TfidfVectorizer(sublinear_tf=True)
rich = lambda: make_union(TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)),
                          TfidfVectorizer(sublinear_tf=True, analyzer='char_wb', ngram_range=(3, 5)))
models = {
  'naive Bayes, words': lambda: make_pipeline(words(), MultinomialNB(alpha=0.1)),
  'complement naive Bayes, words': lambda: make_pipeline(words(), ComplementNB()),
  'LinearSVC, words': lambda: make_pipeline(words(), LinearSVC()),
  'LinearSVC, words, pairs, pieces': lambda: make_pipeline(rich(), LinearSVC()),
  'LogisticRegression, words': lambda: make_pipeline(words(), LogisticRegression(C=10, max_iter=300)),
}
def ece(shares, classes, truth):
  confidence, right = shares.max(axis=1), classes[shares.argmax(axis=1)] == truth
  bins = np.minimum((confidence * 10).astype(int), 9)
  return float(sum(abs(confidence[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(truth))
out = []
for name, make in models.items():
  said, error = np.empty(len(y), dtype=object), None
  shares, labels = [], []
  for fold in sorted(set(folds)):
    train, test = folds != fold, folds == fold
    model = make().fit(x[train], y[train])
    said[test] = model.predict(x[test])
    if name.startswith('Logistic'):
      shares.append((model.predict_proba(x[test]), model.classes_, y[test]))
  if shares:
    error = sum(ece(*one) * len(one[2]) for one in shares) / len(y)
  out.append({'name': name, 'accuracy': float(accuracy_score(y, list(said))),
              'macroF1': float(f1_score(y, list(said), average='macro')), 'calibrationError': error})
print(json.dumps(out))
`
