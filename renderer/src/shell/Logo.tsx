/** A quiet heartbeat. */
export function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" style={{ flex: 'none' }}>
      <rect width="20" height="20" rx="5.5" fill="#4a4fd0" />
      <path
        d="M3.6 10.6h3l1.7-4.4 3 8 1.9-5 .8 1.4h2.4"
        fill="none"
        stroke="#fff"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
