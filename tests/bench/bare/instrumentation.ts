// Turbopack looks for this file in the folders above as well, and would find the application's.
export function register() {}
