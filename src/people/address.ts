export { addressKey } from '../mail/address.ts'
