/** Outlines on a grid of 24, drawn for this app. */
const outlines = {
  dashboard: "M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z",
  orders: "M4 7l8-4 8 4v10l-8 4-8-4zM4 7l8 4 8-4M12 11v10",
  customers:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.5 2.6-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6.2M17.5 14.3c2.1.8 3.5 2.9 3.5 5.7",
  products: "M3.5 12.5V5a1.5 1.5 0 0 1 1.5-1.5h7.5l8 8a1.5 1.5 0 0 1 0 2.1l-6.9 6.9a1.5 1.5 0 0 1-2.1 0zM8 8h.01",
  invoices: "M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5",
  payments: "M3 6.5h18v11H3zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6.5 12h.01M17.5 12h.01",
  bank: "M4 9.5L12 4l8 5.5zM4 20h16M6 9.5V17M10 9.5V17M14 9.5V17M18 9.5V17M5 17h14",
  ledger: "M5 4.5A1.5 1.5 0 0 1 6.5 3H19v18H6.5A1.5 1.5 0 0 1 5 19.5zM5 18h14M9 7.5h6M9 11h6",
  accounts: "M4 5h6M4 5v13M4 11h5M4 18h5M11 3h9v4h-9zM12 9h8v4h-8zM12 16h8v4h-8z",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1",
  moon: "M20 14.5A8.5 8.5 0 1 1 9.5 4a6.8 6.8 0 0 0 10.5 10.5z",
  screen: "M3 5h18v11H3zM9 20h6M12 16v4",
  language: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.5 3.7 5.5 3.7 9s-1.2 6.5-3.7 9c-2.5-2.5-3.7-5.5-3.7-9S9.5 5.5 12 3z",
  key: "M15 13a5 5 0 1 0-4.6-3L4 16.4V20h4v-3h3v-2.6zM16 8h.01",
  company: "M4 21V5l8-2v18M12 8l8 2v11M3 21h18M7.5 8h.01M7.5 12h.01M7.5 16h.01M16 13.5h.01M16 17h.01",
  signOut: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  check: "M5 12.5l4.5 4.5L19 7.5",
  alert: "M12 9v4M12 16.5h.01M10.3 4L2.7 17.5A2 2 0 0 0 4.4 20.5h15.2a2 2 0 0 0 1.7-3L13.7 4a2 2 0 0 0-3.4 0z",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
  chevronDown: "M6 9.5l6 6 6-6",
  chevronRight: "M9.5 6l6 6-6 6",
  chevronUpDown: "M8 9.5l4-4 4 4M8 14.5l4 4 4-4",
  arrowUp: "M12 19V5M6.5 10.5L12 5l5.5 5.5",
  arrowDown: "M12 5v14M6.5 13.5L12 19l5.5-5.5",
  arrowLeft: "M19 12H5M10.5 6.5L5 12l5.5 5.5",
  truck: "M2.5 6h11v10h-11zM13.5 9.5h4l3.5 3.5v3h-7.5M7 18.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 18.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  trash: "M4.5 7h15M9 7V4.5h6V7M6.5 7l1 13h9l1-13M10 11v5M14 11v5",
  calendar: "M4 6h16v14H4zM4 10.5h16M8.5 3.5V7M15.5 3.5V7",
} as const;

export type IconName = keyof typeof outlines;

/** Decoration: whatever it stands for is also said in words. */
export const Icon = ({ name, size = 18 }: { name: IconName; size?: number }) => (
  <svg className="Icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
    <path d={outlines[name]} />
  </svg>
);
