import { groupCode } from '../../core/codes.ts'

/** A code for people: monospaced, in groups of four, never broken, always left to right. */
export function Code({ value, size }: { value: string; size?: string }) {
  return (
    <bdi className="code" dir="ltr" translate="no" style={size === undefined ? undefined : { fontSize: size }}>
      {groupCode(value)}
    </bdi>
  )
}
