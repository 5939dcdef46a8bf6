/** Files that a person has here: opened by itself such an answer runs, loads and frames nothing. The handlers send it, and the guard does not replace it. */
export const filePolicy = `default-src 'none'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'`
export const files = /^\/api\/(avatars|logos|data-exports)\/|^\/api\/o\/[^/]+\/export$/
