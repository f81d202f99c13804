/** A name that sorts by time, and that every file system takes: `pulse-check-runs-2026-03-09-1405.csv`, in local time. */
export function exportFileName(now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `pulse-check-runs-${date}-${two(now.getHours())}${two(now.getMinutes())}.csv`;
}
