import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entered } from '../../core/entered.ts'
import { CameraButton } from '../parts/camera/camera-button.tsx'
import { Code } from '../parts/code.tsx'
import { identify, useObjectProblem, type Wanted } from '../parts/identify.ts'
import { cleanScan, type Problem, useScan } from '../parts/scan.tsx'
import { faultOf, type ScanFault } from '../parts/scan-faults.ts'
import classes from './prepare-scan.module.css'

/** A code that was scanned or typed just now. */
export type Scan = {
  readonly code: string
  readonly entered: Entered
  /** What was scanned, where it leads to this code. */
  readonly sent?: string
}

/** How a set of codes was entered: as typed, as soon as one of them was. */
export function enteredOf(scans: readonly Scan[]): Entered {
  return scans.some((scan) => scan.entered === 'typed') ? 'typed' : 'scanned'
}

/** What is wrong with a code that was typed is mended by hand, and not by scanning again. */
const typingFaults = ['partial', 'mistyped', 'unreadable'] as const

function isOfTyping(fault: ScanFault): fault is (typeof typingFaults)[number] {
  return (typingFaults as readonly ScanFault[]).includes(fault)
}

type ScanFieldProps = {
  readonly label: string
  /** Takes a code; answers with what is wrong with it, or undefined. */
  onCode(scan: Scan): Problem | Promise<Problem>
  readonly active?: boolean
  /** Another part of the screen is what is done next; otherwise codes can be typed at once. */
  readonly isAside?: boolean
  /** What the code must stand for, where that is asked before `onCode`. */
  readonly wants?: Wanted
}

/** True where the focus is on nothing that somebody chose: on the page, or on the screen as a whole. */
function isNowhere(focused: Element | null): boolean {
  return focused === null || focused === document.body || focused.tagName === 'MAIN'
}

/** Takes codes: from a scanner anywhere in the window, or typed here and ended with Enter. */
export function ScanField({ label, onCode, active = true, isAside = false, wants }: ScanFieldProps) {
  const { t } = useTranslation(['dose', 'scan'])
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<string>()
  const objectProblem = useObjectProblem()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!isAside && isNowhere(document.activeElement)) input.current?.focus({ preventScroll: true })
  }, [isAside])
  const take = async (code: string, entered: Entered): Promise<Problem> => {
    const fault = faultOf(code)
    const problem =
      fault === undefined
        ? ((wants === undefined ? undefined : objectProblem(await identify(code), wants)) ??
          (await onCode({ code, entered })))
        : entered === 'typed' && isOfTyping(fault)
          ? t(`scan:typed.${fault}`)
          : t(`scan:fault.${fault}`)
    setWrong(problem)
    if (problem === undefined) setTyped('')
    return problem
  }
  // While something else is on top, a scan is told that it came to nothing; it must not lead away from here.
  useScan((code) => (active ? take(code, 'scanned') : t('scan:fault.no_code_here')))
  const add = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (typed.trim() !== '') void take(cleanScan(typed), 'typed')
  }
  return (
    <form noValidate onSubmit={add}>
      <Group align="flex-start" gap="sm" wrap="nowrap">
        <TextInput
          ref={input}
          className={classes.field ?? ''}
          label={label}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setWrong(undefined)
          }}
          error={wrong}
          dir="ltr"
          spellCheck={false}
          autoComplete="off"
          disabled={!active}
        />
        <Button type="submit" variant="default" mt="1.5rem" disabled={!active}>
          {t('prepare.code_add')}
        </Button>
      </Group>
      <CameraButton disabled={!active} />
    </form>
  )
}

type SlotsProps = {
  readonly needed: number
  readonly scans: readonly Scan[]
  onRemove(code: string): void
}

/** The places of the codes that are needed, filled one by one. */
export function ScanSlots({ needed, scans, onRemove }: SlotsProps) {
  const { t } = useTranslation(['dose', 'common'])
  const places = Array.from({ length: Math.max(needed, scans.length) }, (_, index) => scans[index])
  return (
    <ol className={classes.slots}>
      {places.map((scan, index) => (
        <li key={scan?.code ?? `place-${index}`} className={scan === undefined ? classes.open : classes.filled}>
          {scan === undefined ? (
            <Text className="quiet">{t('prepare.code_missing')}</Text>
          ) : (
            <>
              <IconCheck aria-hidden size={20} />
              <Code value={scan.code} />
              <Text size="sm" className="quiet">
                {t(`common:entered.${scan.entered}`)}
              </Text>
              <ActionIcon
                aria-label={t('prepare.code_remove')}
                title={t('prepare.code_remove')}
                onClick={() => onRemove(scan.code)}
              >
                <IconX aria-hidden size={18} />
              </ActionIcon>
            </>
          )}
        </li>
      ))}
    </ol>
  )
}
