import { useState } from 'react'
import type { Submitted } from '../../contract/replies.ts'
import { useAnswer } from '../api.ts'
import { BreakAnswer } from './break-answer.tsx'
import { BrokenScreen } from './break-record.tsx'
import { BreakSteps } from './break-steps.tsx'

type Revealed = NonNullable<Submitted['revealed']>

/** The emergency: who, why, card and passphrase, the answer. A break that was made before is shown with its assessment. */
export function BreakScreen({ about }: { about?: string }) {
  const { answer } = useAnswer<'Breaks'>({ type: 'Breaks', offset: 0, limit: 200 })
  const [revealed, setRevealed] = useState<{ readonly arm: Revealed; readonly breakId: string }>()
  const broken = answer?.rows.find((one) => one.breakId === about)
  if (revealed !== undefined) return <BreakAnswer revealed={revealed.arm} breakId={revealed.breakId} />
  if (broken !== undefined) return <BrokenScreen broken={broken} />
  const number = Number(about)
  return (
    <BreakSteps
      {...(Number.isInteger(number) && number > 0 ? { number } : {})}
      breaks={answer?.rows ?? []}
      onRevealed={(arm, breakId) => setRevealed({ arm, breakId })}
    />
  )
}
