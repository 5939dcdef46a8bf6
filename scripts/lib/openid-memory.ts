type Payload = Record<string, unknown> & { uid?: string; grantId?: string }

/** What an OpenID provider remembers while its process runs, in the shape that oidc-provider asks for. */
export class OpenIdMemory {
  constructor(
    private readonly kind: string,
    private readonly kept: Map<string, { payload: Payload; ends: number }>,
  ) {}

  async upsert(id: string, payload: Payload, lifetime = 3600) {
    for (const [key, { ends }] of this.kept) if (ends <= Date.now()) this.kept.delete(key)
    this.kept.set(this.key(id), { payload, ends: Date.now() + lifetime * 1_000 })
  }

  async find(id: string) {
    const found = this.kept.get(this.key(id))
    return found && found.ends > Date.now() ? found.payload : undefined
  }

  async findByUid(uid: string) {
    for (const [key, { payload }] of this.kept)
      if (key.startsWith(`${this.kind} `) && payload.uid === uid) return payload
  }

  async consume(id: string) {
    const payload = await this.find(id)
    if (payload) payload.consumed = Math.floor(Date.now() / 1_000)
  }

  async destroy(id: string) {
    this.kept.delete(this.key(id))
  }

  async revokeByGrantId(grantId: string) {
    for (const [key, { payload }] of this.kept) if (payload.grantId === grantId) this.kept.delete(key)
  }

  private key(id: string) {
    return `${this.kind} ${id}`
  }
}
