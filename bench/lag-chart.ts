// One picture: how good lists are by the age of what they know, as SVG.
interface LagSeries {
  readonly name: string
  readonly colour: string
  /** One value per lag. */
  readonly values: readonly number[]
  /** Dashed: the same at every lag, because it is not a matter of lag. */
  readonly level?: boolean
}

const [width, height] = [620, 340]
const box = { left: 60, right: 190, top: 44, bottom: 50 }

/** Lags at even distances (they grow by factors), values from 0 up. */
export function lagChart(of: {
  readonly title: string
  readonly yLabel: string
  readonly lags: readonly string[]
  readonly series: readonly LagSeries[]
}): string {
  const { title, yLabel, lags, series } = of
  const top = Math.ceil(10 * Math.max(...series.flatMap(({ values }) => values))) / 10
  const x = (lag: number): number => box.left + (lag * (width - box.left - box.right)) / (lags.length - 1)
  const y = (value: number): number =>
    Number((height - box.bottom - (value / top) * (height - box.top - box.bottom)).toFixed(1))
  const ticks = Array.from({ length: Math.round(top * 10) + 1 }, (_, k) => k / 10)
  const right = width - box.right
  const lines = series.map(({ name, colour, values, level }, row) => {
    const points = values.map((value, lag) => `${x(lag)},${y(value)}`)
    const dots = level
      ? ''
      : values
          .map(
            (value, lag) =>
              `<circle cx="${x(lag)}" cy="${y(value)}" r="3.5" fill="${colour}"/><text x="${x(lag)}" y="${y(value) - 9}" text-anchor="middle" font-size="10">${value.toFixed(3).slice(1)}</text>`,
          )
          .join('')
    const dash = level ? ' stroke-dasharray="5 4"' : ''
    const [left, height] = [right + 16, box.top + 8 + row * 20]
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>${dots}
<path d="M${left} ${height}h18" stroke="${colour}" stroke-width="3"${dash}/><text x="${left + 24}" y="${height + 4}">${name}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${box.left}" y="22" font-size="13" font-weight="bold">${title}</text>
${ticks.map((tick) => `<path d="M${box.left} ${y(tick)}H${right}" stroke="#ddd"/><text x="${box.left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`).join('\n')}
${lags.map((lag, k) => `<text x="${x(k)}" y="${height - box.bottom + 18}" text-anchor="middle">${lag}</text>`).join('\n')}
<text x="${(box.left + right) / 2}" y="${height - 10}" text-anchor="middle">age of what the list knows</text>
<text transform="translate(16 ${(box.top + height - box.bottom) / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>
${lines.join('\n')}
</svg>
`
}
