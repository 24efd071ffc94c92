/** The mark: three builds, the newest one green. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--bb-ink)" />
      <rect x="7" y="17" width="4" height="8" rx="1.5" fill="var(--bb-on-ink)" />
      <rect x="14" y="12" width="4" height="13" rx="1.5" fill="var(--bb-on-ink)" />
      <rect x="21" y="7" width="4" height="18" rx="1.5" fill="var(--bb-success-fill)" />
    </svg>
  );
}
