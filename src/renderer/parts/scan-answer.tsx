import { ActionIcon } from '@mantine/core'
import { IconCircleCheck, IconHandStop, IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Code } from './code.tsx'
import classes from './scan-answer.module.css'
import { dismissScanAnswer, type ScanAnswer, useScanAnswer } from './scan-answers.ts'

/** How long a good scan is said, and what went wrong unless somebody has taken note of it before. */
const goodMilliseconds = 2_500
const badMilliseconds = 30_000

/** What came of the latest scan: large, coloured, and read aloud; what went wrong interrupts whatever is being read. */
export function ScanAnswerNote() {
  const answer = useScanAnswer()
  const id = answer?.id
  const isGood = answer?.isGood === true
  useEffect(() => {
    if (id === undefined) return
    const timer = setTimeout(dismissScanAnswer, isGood ? goodMilliseconds : badMilliseconds)
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape') dismissScanAnswer()
    }
    // Whoever goes on has taken note of it.
    const goOn = (event: PointerEvent) => {
      if (!(event.target instanceof Element) || event.target.closest('[data-scan-answer]') === null) dismissScanAnswer()
    }
    window.addEventListener('keydown', listen)
    window.addEventListener('pointerdown', goOn, true)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('keydown', listen)
      window.removeEventListener('pointerdown', goOn, true)
    }
  }, [id, isGood])
  // Whoever signs in next reads nothing of it.
  useEffect(() => dismissScanAnswer, [])
  return (
    <>
      <div aria-live="assertive" aria-atomic className={classes.place}>
        {answer === undefined || answer.isGood ? null : <Note key={answer.id} answer={answer} />}
      </div>
      <div aria-live="polite" aria-atomic className={classes.place}>
        {answer?.isGood === true ? <Note key={answer.id} answer={answer} /> : null}
      </div>
    </>
  )
}

function Note({ answer }: { answer: ScanAnswer }) {
  const { t } = useTranslation('scan')
  const { isGood, fault, words, code, removed } = answer
  const Icon = isGood ? IconCircleCheck : IconHandStop
  return (
    <div className={isGood ? classes.good : classes.bad} data-scan-answer={isGood ? 'good' : (fault ?? 'refused')}>
      <Icon aria-hidden size={isGood ? 28 : 44} />
      <div className={classes.words}>
        <strong>{isGood ? t('good') : (words ?? t(`fault.${fault}`))}</strong>
        {code === '' ? null : <Code value={code} />}
        {removed === 0 ? null : <span>{t('cleaned', { count: removed })}</span>}
      </div>
      {isGood ? null : (
        <ActionIcon
          className={classes.close ?? ''}
          aria-label={t('dismiss')}
          title={t('dismiss')}
          onClick={dismissScanAnswer}
        >
          <IconX aria-hidden />
        </ActionIcon>
      )}
    </div>
  )
}
