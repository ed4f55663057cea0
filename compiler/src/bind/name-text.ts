/** A name as a policy writes it, for those who speak of bound names. */
export { nameText } from '@dlpc/language';
