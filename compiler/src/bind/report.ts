/** How a stage hands over what it finds. */
import type { Diagnostic } from '@dlpc/language';

export type Report = (diagnostic: Diagnostic) => void;
