/** Three bars, the middle one highest. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b63c5"/><path d="M3 13V8h2.5v5zM6.75 13V3h2.5v10zM10.5 13V6H13v7z" fill="#fff"/></svg>
`
