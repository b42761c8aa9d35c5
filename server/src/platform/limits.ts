/** The largest file that is read. The whole of QEMU's schema has less than one megabyte. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Why a larger one is not. */
export const TOO_LARGE = `larger than ${MAX_FILE_BYTES / 1024 / 1024} MB`;

/** Why a device or a pipe is not read. */
export const NOT_REGULAR = 'not a regular file';
