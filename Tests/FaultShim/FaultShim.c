#ifdef __linux__
#define _GNU_SOURCE
#include "FaultShim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { NONE, KILL, KILLAFTER, TORN, SHORT, EIO_ONCE, ENOSPC_ONCE, FULL };
enum syncs { ALL_SYNCS, NO_SYNCS, FILE_SYNCS, DATABASE_SYNCS };

/* What a call is to do, decided before it. */
struct verdict {
    int error;
    int is_half;
    int dies;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char root[PATH_MAX];
static size_t root_length;
static enum kind kind;
static enum syncs syncs;
static long at, count;
static int log_file = -1, record_file = -1;

static int index_of(const char *text, const char *const *names) {
    for (int i = 0; text && names[i]; i++)
        if (!strcmp(text, names[i])) return i;
    return 0;
}

static int output(const char *variable) {
    const char *path = getenv(variable);
    return path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
}

static void read_environment(void) {
    static const char *const kinds[] = {"", "kill", "killafter", "torn", "short", "eio", "enospc", "full", 0};
    static const char *const syncing[] = {"", "none", "files", "database", 0};
    const char *text = getenv("FAULT_ROOT");
    if (!text) return;
    snprintf(root, sizeof root, "%s/", text);
    root_length = strlen(root);
    kind = (enum kind)index_of(getenv("FAULT_KIND"), kinds);
    syncs = (enum syncs)index_of(getenv("FAULT_SYNCS"), syncing);
    if ((text = getenv("FAULT_AT"))) at = atol(text);
    log_file = output("FAULT_LOG");
    record_file = output("FAULT_RECORD");
}

static void put(int file, const void *bytes, size_t left) {
    const char *next = bytes;
    while (left > 0) {
        long done = syscall(SYS_write, file, next, left);
        if (done <= 0) return;
        next += done;
        left -= (size_t)done;
    }
}

/* Whether a path counts. */
static int counts(const char *path) {
    pthread_once(&once, read_environment);
    if (!root_length || strncmp(path, root, root_length)) return 0;
    size_t length = strlen(path);
    return length < 4 || strcmp(path + length - 4, "-shm");
}

static int path_of(int file, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return 1;
}

/* The absolute path of a name that stands under a directory's descriptor. */
static int resolve(int directory, const char *name, char *path) {
    char base[PATH_MAX];
    if (!name) return 0;
    if (name[0] == '/') return snprintf(path, PATH_MAX, "%s", name) < PATH_MAX;
    if (directory == AT_FDCWD ? !getcwd(base, sizeof base) : !path_of(directory, base)) return 0;
    return snprintf(path, PATH_MAX, "%s/%s", base, name) < PATH_MAX;
}

static int is_there(const char *path) {
    struct stat status;
    return !lstat(path, &status);
}

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

/* Takes the lock and counts a call; `finish` is its other end. A write names its length, other calls 0. */
static struct verdict begin(const char *name, const char *path, int needs_space, size_t length, const char *detail) {
    pthread_mutex_lock(&lock);
    struct verdict verdict = {0, 0, 0};
    long number = ++count;
    int is_hit = at > 0 && kind != NONE && (number == at || (kind == FULL && number > at));
    if (is_hit && kind == SHORT) is_hit = length > 1;
    if (is_hit && (kind == ENOSPC_ONCE || kind == FULL)) is_hit = needs_space;
    if (log_file >= 0) {
        char line[2 * PATH_MAX + 128];
        int size = snprintf(line, sizeof line, "%ld\t%s\t%s\t%s\t%s\n", number, name, path, detail, is_hit ? "hit" : "");
        put(log_file, line, (size_t)size);
    }
    if (!is_hit) return verdict;
    switch (kind) {
    case KILL: die(); break;
    case KILLAFTER: verdict.dies = 1; break;
    case TORN:
        if (length < 2) die();
        verdict.is_half = verdict.dies = 1;
        break;
    case SHORT: verdict.is_half = 1; break;
    case EIO_ONCE: verdict.error = EIO; break;
    case ENOSPC_ONCE:
    case FULL: verdict.error = ENOSPC; break;
    case NONE: break;
    }
    return verdict;
}

/* Records a call that succeeded, dies where that was the verdict, and lets go of the lock. `errno` stays. */
static void finish(
    struct verdict verdict, int succeeded, const char *operation, const char *path, const char *other, long offset, const void *bytes,
    long length) {
    int reason = errno;
    if (succeeded && record_file >= 0) {
        char line[2 * PATH_MAX + 128];
        int size = snprintf(line, sizeof line, "%ld\t%s\t%s\t%s\t%ld\t%ld\n", count, operation, path, other, offset, length);
        put(record_file, line, (size_t)size);
        if (length > 0) put(record_file, bytes, (size_t)length);
    }
    if (verdict.dies) die();
    pthread_mutex_unlock(&lock);
    errno = reason;
}

static int refuse(int reason) {
    pthread_mutex_unlock(&lock);
    errno = reason;
    return -1;
}

/* Writes. An offset below 0: where the descriptor stands. */

static ssize_t system_write(int file, const void *bytes, size_t length, off_t offset) {
    return offset < 0 ? syscall(SYS_write, file, bytes, length) : syscall(SYS_pwrite64, file, bytes, length, offset);
}

static ssize_t counted_write(int file, const void *bytes, size_t length, off_t offset) {
    char path[PATH_MAX], detail[64];
    if (!path_of(file, path) || !counts(path)) return system_write(file, bytes, length, offset);
    off_t place = offset;
    if (offset < 0) {
        struct stat status;
        int flags = fcntl(file, F_GETFL);
        place = flags >= 0 && (flags & O_APPEND) && !fstat(file, &status) ? status.st_size : lseek(file, 0, SEEK_CUR);
    }
    snprintf(detail, sizeof detail, "%ld+%zu", (long)place, length);
    struct verdict verdict = begin("write", path, 1, length, detail);
    if (verdict.error) return refuse(verdict.error);
    ssize_t done = system_write(file, bytes, verdict.is_half ? length / 2 : length, offset);
    finish(verdict, done > 0, "write", path, "", place, bytes, done);
    return done;
}

/* Vectors go piece by piece, which POSIX allows: a writer must expect short counts. */
static ssize_t counted_vector(int file, const struct iovec *vector, int pieces, off_t offset) {
    ssize_t total = 0;
    for (int i = 0; i < pieces; i++) {
        if (!vector[i].iov_len) continue;
        ssize_t done = counted_write(file, vector[i].iov_base, vector[i].iov_len, offset < 0 ? offset : offset + total);
        if (done < 0) return total ? total : done;
        total += done;
        if ((size_t)done < vector[i].iov_len) break;
    }
    return total;
}

ssize_t write(int file, const void *bytes, size_t length) { return counted_write(file, bytes, length, -1); }
ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) { return counted_write(file, bytes, length, offset); }
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) { return counted_write(file, bytes, length, offset); }
ssize_t writev(int file, const struct iovec *vector, int pieces) { return counted_vector(file, vector, pieces, -1); }
ssize_t pwritev(int file, const struct iovec *vector, int pieces, off_t offset) { return counted_vector(file, vector, pieces, offset); }
ssize_t pwritev64(int file, const struct iovec *vector, int pieces, off64_t offset) { return counted_vector(file, vector, pieces, offset); }

/* Lengths. */

static int counted_truncate(int file, off_t length) {
    char path[PATH_MAX], detail[32];
    if (!path_of(file, path) || !counts(path)) return (int)syscall(SYS_ftruncate, file, length);
    struct stat status;
    int grows = !fstat(file, &status) && length > status.st_size;
    snprintf(detail, sizeof detail, "%ld", (long)length);
    struct verdict verdict = begin("truncate", path, grows, 0, detail);
    if (verdict.error) return refuse(verdict.error);
    int result = (int)syscall(SYS_ftruncate, file, length);
    finish(verdict, !result, "truncate", path, "", length, 0, 0);
    return result;
}

int ftruncate(int file, off_t length) { return counted_truncate(file, length); }
int ftruncate64(int file, off64_t length) { return counted_truncate(file, length); }

int truncate(const char *name, off_t length) {
    int file = open(name, O_WRONLY | O_CLOEXEC);
    if (file < 0) return -1;
    int result = counted_truncate(file, length), reason = errno;
    close(file);
    errno = reason;
    return result;
}

int truncate64(const char *name, off64_t length) { return truncate(name, length); }

static int counted_fallocate(int file, int mode, off_t offset, off_t length) {
    char path[PATH_MAX], detail[64];
    if (!path_of(file, path) || !counts(path)) return (int)syscall(SYS_fallocate, file, mode, offset, length);
    snprintf(detail, sizeof detail, "%ld+%ld", (long)offset, (long)length);
    struct verdict verdict = begin("fallocate", path, 1, 0, detail);
    if (verdict.error) return refuse(verdict.error);
    struct stat before;
    int is_longer = !mode && !fstat(file, &before) && offset + length > before.st_size;
    int result = (int)syscall(SYS_fallocate, file, mode, offset, length);
    finish(verdict, !result && is_longer, "truncate", path, "", offset + length, 0, 0);
    return result;
}

int fallocate(int file, int mode, off_t offset, off_t length) { return counted_fallocate(file, mode, offset, length); }
int fallocate64(int file, int mode, off64_t offset, off64_t length) { return counted_fallocate(file, mode, offset, length); }
/* These return the reason and leave errno alone. */
static int reason_of(int result, int before) {
    int reason = result ? errno : 0;
    errno = before;
    return reason;
}
int posix_fallocate(int file, off_t offset, off_t length) {
    int before = errno;
    return reason_of(counted_fallocate(file, 0, offset, length), before);
}
int posix_fallocate64(int file, off64_t offset, off64_t length) { return posix_fallocate(file, offset, length); }

/* Syncs. */

static int is_ignored(int file, const char *path) {
    struct stat status;
    const char *name = strrchr(path, '/');
    switch (syncs) {
    case ALL_SYNCS: return 0;
    case NO_SYNCS: return 1;
    case FILE_SYNCS: return !fstat(file, &status) && S_ISDIR(status.st_mode);
    case DATABASE_SYNCS: return !name || strncmp(name + 1, "archive.db", 10);
    }
    return 0;
}

static int counted_sync(const char *name, long call, int file, const char *operation) {
    char path[PATH_MAX];
    if (!path_of(file, path)) return (int)syscall(call, file);
    /* The root itself is synced for the names in it. */
    int is_root = counts(path) ? 0 : root_length && !strncmp(path, root, root_length - 1) && strlen(path) == root_length - 1;
    if (!is_root && !counts(path)) return (int)syscall(call, file);
    if (is_ignored(file, path)) return 0;
    struct verdict verdict = begin(name, path, 0, 0, "");
    if (verdict.error) return refuse(verdict.error);
    int result = (int)syscall(call, file);
    finish(verdict, !result, operation, path, "", 0, 0, 0);
    return result;
}

int fsync(int file) { return counted_sync("fsync", SYS_fsync, file, "sync"); }
int fdatasync(int file) { return counted_sync("fdatasync", SYS_fdatasync, file, "sync"); }
int syncfs(int file) { return counted_sync("syncfs", SYS_syncfs, file, "syncall"); }

/* Names. */

static int counted_open(int directory, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat status;
    if (!(flags & (O_CREAT | O_TRUNC)) || !resolve(directory, name, path) || !counts(path))
        return (int)syscall(SYS_openat, directory, name, flags, mode);
    int is_old = !stat(path, &status);
    int changes = is_old ? (flags & O_TRUNC) && !(flags & O_EXCL) && status.st_size > 0 : (flags & O_CREAT) != 0;
    if (!changes) return (int)syscall(SYS_openat, directory, name, flags, mode);
    struct verdict verdict = begin(is_old ? "open" : "create", path, !is_old, 0, "");
    if (verdict.error) return refuse(verdict.error);
    int file = (int)syscall(SYS_openat, directory, name, flags, mode);
    finish(verdict, file >= 0, is_old ? "truncate" : "create", path, "", 0, 0, 0);
    return file;
}

#define OPEN(directory)                               \
    mode_t mode = 0;                                  \
    if (flags & (O_CREAT | __O_TMPFILE)) {            \
        va_list rest;                                 \
        va_start(rest, flags);                        \
        mode = va_arg(rest, mode_t);                  \
        va_end(rest);                                 \
    }                                                 \
    return counted_open(directory, name, flags, mode)

int open(const char *name, int flags, ...) { OPEN(AT_FDCWD); }
int open64(const char *name, int flags, ...) { OPEN(AT_FDCWD); }
int openat(int directory, const char *name, int flags, ...) { OPEN(directory); }
int openat64(int directory, const char *name, int flags, ...) { OPEN(directory); }
int creat(const char *name, mode_t mode) { return counted_open(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, mode); }

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    char source[PATH_MAX], target[PATH_MAX];
    if (!resolve(from, old, source) || !resolve(to, new, target) || !counts(target) || !is_there(source))
        return (int)syscall(SYS_renameat2, from, old, to, new, flags);
    struct verdict verdict = begin("rename", source, 1, 0, target);
    if (verdict.error) return refuse(verdict.error);
    int result = (int)syscall(SYS_renameat2, from, old, to, new, flags);
    finish(verdict, !result, "rename", source, target, 0, 0, 0);
    return result;
}

int rename(const char *old, const char *new) { return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int from, const char *old, int to, const char *new) { return renameat2(from, old, to, new, 0); }

int linkat(int from, const char *old, int to, const char *new, int flags) {
    char source[PATH_MAX], target[PATH_MAX];
    if (!resolve(from, old, source) || !resolve(to, new, target) || !counts(target) || !is_there(source))
        return (int)syscall(SYS_linkat, from, old, to, new, flags);
    struct verdict verdict = begin("link", source, 1, 0, target);
    if (verdict.error) return refuse(verdict.error);
    int result = (int)syscall(SYS_linkat, from, old, to, new, flags);
    finish(verdict, !result, "link", source, target, 0, 0, 0);
    return result;
}

int link(const char *old, const char *new) { return linkat(AT_FDCWD, old, AT_FDCWD, new, 0); }

int unlinkat(int directory, const char *name, int flags) {
    char path[PATH_MAX];
    if (!resolve(directory, name, path) || !counts(path) || !is_there(path)) return (int)syscall(SYS_unlinkat, directory, name, flags);
    struct verdict verdict = begin("unlink", path, 0, 0, "");
    if (verdict.error) return refuse(verdict.error);
    int result = (int)syscall(SYS_unlinkat, directory, name, flags);
    finish(verdict, !result, "unlink", path, "", 0, 0, 0);
    return result;
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }
int remove(const char *name) {
    struct stat status;
    if (lstat(name, &status)) return -1;
    return unlinkat(AT_FDCWD, name, S_ISDIR(status.st_mode) ? AT_REMOVEDIR : 0);
}

int mkdirat(int directory, const char *name, mode_t mode) {
    char path[PATH_MAX];
    if (!resolve(directory, name, path) || !counts(path) || is_there(path)) return (int)syscall(SYS_mkdirat, directory, name, mode);
    struct verdict verdict = begin("mkdir", path, 1, 0, "");
    if (verdict.error) return refuse(verdict.error);
    int result = (int)syscall(SYS_mkdirat, directory, name, mode);
    finish(verdict, !result, "mkdir", path, "", 0, 0, 0);
    return result;
}

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }
#endif
