#ifndef FAULT_SHIM_H
#define FAULT_SHIM_H

/* A library for LD_PRELOAD that stands between a program and libc (Linux). It counts every call that changes a file below one
 * directory, over all threads with one counter, and lets the n-th of them fail. Nothing is to be linked with it: it reads the environment.
 *
 * FAULT_ROOT=/absolute/directory  what counts stands below it; without it the library does nothing
 * FAULT_AT=57                     the call that is hit, from 1
 * FAULT_KIND=                     kill       the process dies by SIGKILL before the call
 *                                 killafter  and behind it
 *                                 torn       a write is done by half, then it dies; at any other call it dies before it
 *                                 short      a write is done by half and says so; other calls are not hit
 *                                 eio        the call fails with EIO
 *                                 enospc     a call that needs space fails with ENOSPC; others are not hit
 *                                 full       as enospc, and so does every later one: the disk stays full
 * FAULT_SYNCS=                    none       fsync, fdatasync and syncfs do nothing, say yes, and do not count
 *                                 files      those of directories do nothing
 *                                 database   all but those of files named archive.db* do nothing
 * FAULT_LOG=file                  a line for each call: number, name, path, detail, `hit` at the one that was hit; between them tabs
 * FAULT_RECORD=file               what a model of the disk needs: a line `number, operation, path, other path, offset, count` for each
 *                                 call that succeeded, and behind a write's line its bytes
 *
 * Left out: files whose name ends in -shm (SQLite's index of its WAL, a mapping that no restart reads), and calls that would change nothing,
 * such as mkdir of a directory that is there. Changes by mmap, copy_file_range and stdio are not seen; FaultTests compares what was recorded
 * with what came to be. */

#endif
