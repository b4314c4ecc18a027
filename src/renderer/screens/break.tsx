import { useHotkeys } from '@mantine/hooks'
import { useState } from 'react'
import type { Submitted } from '../../contract/replies.ts'
import { useAnswer } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { AfterBreak, BreakAnswer } from './break-answer.tsx'
import { BreakHandOver } from './break-hand-over.tsx'
import { BrokenScreen } from './break-record.tsx'
import { BreakSteps } from './break-steps.tsx'
import { type Revelation, revelationOf } from './revelation.ts'

type HandOver = NonNullable<Submitted['handOver']>
type Stage =
  | { readonly is: 'shown'; readonly revelation: Revelation }
  | { readonly is: 'after'; readonly number: number; readonly breakId: string }
  | { readonly is: 'turn'; readonly handOver: HandOver }

/** The emergency: who, why, card and passphrase, the answer. A break that was made before is shown with its assessment. */
export function BreakScreen({ about }: { about?: string }) {
  const { answer } = useAnswer<'Breaks'>({ type: 'Breaks', offset: 0, limit: 200 })
  const navigate = useNavigate()
  const [stage, setStage] = useState<Stage>()
  // The key that leads here leads to the next emergency too, once this one is over.
  useHotkeys([['mod+B', () => setStage((before) => (before?.is === 'after' ? undefined : before))]], [])
  const shown = (submitted: Submitted, breakId: string) => {
    const { revealed, handOver } = submitted
    if (revealed !== undefined) setStage({ is: 'shown', revelation: revelationOf(revealed, breakId) })
    else if (handOver !== undefined) setStage({ is: 'turn', handOver })
  }
  const number = Number(about)
  const broken = answer?.rows.find((one) => one.breakId === about)
  if (stage?.is === 'shown') {
    const { revelation } = stage
    const { number: of, breakId: id } = revelation
    return <BreakAnswer revelation={revelation} onCovered={() => setStage({ is: 'after', number: of, breakId: id })} />
  }
  if (stage?.is === 'after') return <AfterBreak number={stage.number} breakId={stage.breakId} />
  if (stage?.is === 'turn') {
    const { handOver } = stage
    return <BreakHandOver handOver={handOver} onOver={() => navigate({ screen: 'break', about: handOver.breakId })} />
  }
  if (broken !== undefined)
    return <BrokenScreen broken={broken} onShown={(submitted) => shown(submitted, broken.breakId)} />
  return (
    <BreakSteps
      {...(Number.isInteger(number) && number > 0 ? { number } : {})}
      breaks={answer?.rows ?? []}
      onBroken={(submitted) => shown(submitted, String(submitted.made.breakId ?? ''))}
    />
  )
}
