interface ChartSeries {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

interface LogLogChart {
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly series: readonly ChartSeries[]
}

const [width, height] = [460, 340]
const box = { left: 62, right: 120, top: 36, bottom: 44 }
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9']

/** Charts side by side as one SVG document: both axes logarithmic, so that a power law is a line and its slope the power. */
export function logLogCharts(charts: readonly LogLogChart[]): string {
  const parts = charts.map((chart, k) => `<g transform="translate(${k * width} 0)">\n${chartOf(chart)}\n</g>`)
  const size = `width="${charts.length * width}" height="${height}" viewBox="0 0 ${charts.length * width} ${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`
}

function chartOf({ title, xLabel, yLabel, series }: LogLogChart): string {
  const all = series.flatMap((one) => one.points)
  const x = axis(
    all.map((point) => point[0]),
    box.left,
    width - box.right,
  )
  const y = axis(
    all.map((point) => point[1]),
    height - box.bottom,
    box.top,
  )
  const right = width - box.right
  const bottom = height - box.bottom
  const grid = [
    ...y.ticks.map(
      (tick) =>
        `<path d="M${box.left} ${y.at(tick)}H${right}" stroke="#ddd"/><text x="${box.left - 6}" y="${y.at(tick) + 4}" text-anchor="end">${tick}</text>`,
    ),
    ...[...new Set(all.map((point) => point[0]))].map(
      (value) =>
        `<path d="M${x.at(value)} ${box.top}V${bottom}" stroke="#eee"/><text x="${x.at(value)}" y="${bottom + 16}" text-anchor="middle">${value / 1000}k</text>`,
    ),
  ]
  return [
    `<text x="${box.left}" y="20" font-size="13" font-weight="bold">${title}</text>`,
    ...grid,
    `<text x="${(box.left + right) / 2}" y="${height - 8}" text-anchor="middle">${xLabel}</text>`,
    `<text transform="translate(14 ${(box.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>`,
    ...series.map((one, k) => lineOf(one, { x: x.at, y: y.at, colour: colours[k % colours.length]!, row: k })),
  ].join('\n')
}

function lineOf(
  { name, points }: ChartSeries,
  at: { x: (value: number) => number; y: (value: number) => number; colour: string; row: number },
): string {
  const places = points.map(([x, y]) => [at.x(x), at.y(y)] as const)
  const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${at.colour}"/>`)
  const [left, top] = [width - box.right + 12, box.top + 10 + at.row * 18]
  return [
    `<polyline points="${places.map((place) => place.join(',')).join(' ')}" fill="none" stroke="${at.colour}" stroke-width="1.8"/>`,
    ...dots,
    `<path d="M${left} ${top}h16" stroke="${at.colour}" stroke-width="3"/><text x="${left + 22}" y="${top + 4}">${name}</text>`,
  ].join('\n')
}

/** Places of values between two ends, and ticks at 1, 2 and 5 times powers of ten. */
function axis(values: readonly number[], from: number, to: number) {
  const [low, high] = [Math.log10(Math.min(...values)) - 0.05, Math.log10(Math.max(...values)) + 0.05]
  const at = (value: number): number =>
    Number((from + ((Math.log10(value) - low) / (high - low || 1)) * (to - from)).toFixed(1))
  const steps = high - low > 2.5 ? [1] : [1, 2, 5]
  const ticks: number[] = []
  for (let power = Math.floor(low); power <= high; power++)
    for (const step of steps) {
      const value = Number((step * 10 ** power).toPrecision(3))
      if (Math.log10(value) >= low && Math.log10(value) <= high) ticks.push(value)
    }
  return { at, ticks }
}
