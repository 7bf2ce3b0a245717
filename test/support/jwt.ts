import {generateKeyPairSync, sign} from 'node:crypto'
import {writeFile} from 'node:fs/promises'

/** A key for `sqld --auth-jwt-key-file`, and tokens that are signed with it. */
export async function tokenKey(file: string) {
  const {publicKey, privateKey} = generateKeyPairSync('ed25519')
  await writeFile(file, publicKey.export({type: 'spki', format: 'pem'}))
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    /** `secondsLeft`: until it expires; `access`: may it write? */
    token(secondsLeft: number, access: 'ro' | 'rw'): string {
      const text = `${part({alg: 'EdDSA', typ: 'JWT'})}.${part({exp: Math.floor(Date.now() / 1000) + secondsLeft, a: access})}`
      return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
    },
  }
}
