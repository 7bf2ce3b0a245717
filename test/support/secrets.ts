/** What a user has in the environment; none of it may reach a server that was not meant. */
export const SECRETS = {
  OPENROUTER_API_KEY: 'sk-or-v1-0123456789abcdef',
  BENCH_API_KEY: 'sk-bench-0123456789abcdef',
  BENCH_API_TOKEN: 'bench-token-0123456789abcdef',
  TURSO_AUTH_TOKEN: 'turso-0123456789abcdef',
  LAB_API_KEY: 'sk-lab-0123456789abcdef',
  AWS_SECRET_ACCESS_KEY: 'aws-0123456789abcdef',
}
