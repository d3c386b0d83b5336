#define _GNU_SOURCE
#include "journal.h"

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
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// The program's calls, in place of the C library's. The system is called directly, never through these again.

#define DESCRIPTORS 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *without = "";
static uint64_t cut_at, seed, operations, saved_names;
static long sync_ms;

static struct {
    struct node *node;
    bool is_folder, is_synchronous;
} descriptors[DESCRIPTORS];

__attribute__((constructor)) static void begin(void) {
    folder = getenv("POWER_CUT_FOLDER");
    const char *text;
    if ((text = getenv("POWER_CUT_WITHOUT"))) without = text;
    if ((text = getenv("POWER_CUT_AT"))) cut_at = strtoull(text, NULL, 10);
    if ((text = getenv("POWER_CUT_SEED"))) seed = strtoull(text, NULL, 10);
    if ((text = getenv("POWER_CUT_SYNC_MS"))) sync_ms = strtol(text, NULL, 10);
}

// Locks are no data: LMDB's is rebuilt at the next start, and its own locks would go with our descriptor.
static bool is_meant(const char *path) {
    if (!folder || strncmp(path, folder, strlen(folder)) != 0) return false;
    char after = path[strlen(folder)];
    if (after != 0 && after != '/') return false;
    const char *name = strrchr(path, '/') + 1;
    return strcmp(name, ".lock") != 0 && strcmp(name, "lock.mdb") != 0;
}

static struct node *meant(int descriptor) {
    return descriptor >= 0 && descriptor < DESCRIPTORS ? descriptors[descriptor].node : NULL;
}

static enum kind kind_of(const char *path, bool is_folder) {
    if (is_folder) return KIND_NAMES;
    if (strstr(path, "/consensus.log/")) return KIND_LOG;
    return strstr(path, "/chain.lmdb/") ? KIND_STORE : KIND_STATE;
}

// Counts an operation, under the lock; the power goes before the one that was chosen.
static void count_operation(void) {
    if (cut_at == 0 || ++operations != cut_at) return;
    pid_t program = getpid();
    // Another process takes back what was not durable, once no thread of this one can read it any more.
    if (fork() == 0) {
        while (getppid() == program) usleep(200);
        take_back(seed);
        dprintf(2, "power cut\n");
        _exit(0);
    }
    kill(program, SIGKILL);
    for (;;) pause();
}

static void take_time(void) {
    struct timespec time = {.tv_sec = sync_ms / 1000, .tv_nsec = sync_ms % 1000 * 1000000};
    if (sync_ms > 0) nanosleep(&time, NULL);
}

// MARK: Writes

typedef long (*performer)(int, const void *, size_t, off_t);

static long perform_write(int descriptor, const void *bytes, size_t count, off_t offset) {
    (void)offset;
    return syscall(SYS_write, descriptor, bytes, count);
}

static long perform_pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
}

static long perform_writev(int descriptor, const void *parts, size_t count, off_t offset) {
    (void)offset;
    return syscall(SYS_writev, descriptor, parts, count);
}

static long perform_pwritev(int descriptor, const void *parts, size_t count, off_t offset) {
    return syscall(SYS_pwritev, descriptor, parts, count, offset, 0);
}

static long tracked(int descriptor, off_t offset, size_t bytes, performer perform, const void *source, size_t count) {
    struct node *node = meant(descriptor);
    bool is_synchronous = descriptors[descriptor].is_synchronous && strcmp(without, "store-meta") != 0;
    pthread_mutex_lock(&lock);
    count_operation();
    if (cut_at) keep_content(node, offset, bytes);
    long result = perform(descriptor, source, count, offset);
    uint64_t time = now();
    pthread_mutex_unlock(&lock);
    if (is_synchronous) {
        int code = errno;
        take_time();
        pthread_mutex_lock(&lock);
        forget_content(node, time, offset, bytes);
        pthread_mutex_unlock(&lock);
        errno = code;
    }
    return result;
}

static off_t position(int descriptor) {
    int flags = (int)syscall(SYS_fcntl, descriptor, F_GETFL);
    return (off_t)syscall(SYS_lseek, descriptor, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
}

static size_t total(const struct iovec *parts, int count) {
    size_t bytes = 0;
    for (int index = 0; index < count; index++) bytes += parts[index].iov_len;
    return bytes;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    if (!meant(descriptor)) return syscall(SYS_write, descriptor, bytes, count);
    return tracked(descriptor, position(descriptor), count, perform_write, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    if (!meant(descriptor)) return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
    return tracked(descriptor, offset, count, perform_pwrite, bytes, count);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
    return pwrite(descriptor, bytes, count, offset);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    if (!meant(descriptor)) return syscall(SYS_writev, descriptor, parts, count);
    return tracked(descriptor, position(descriptor), total(parts, count), perform_writev, parts, (size_t)count);
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
    if (!meant(descriptor)) return syscall(SYS_pwritev, descriptor, parts, count, offset, 0);
    return tracked(descriptor, offset, total(parts, count), perform_pwritev, parts, (size_t)count);
}

ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off_t offset) {
    return pwritev(descriptor, parts, count, offset);
}

// MARK: Lengths

int ftruncate(int descriptor, off_t length) {
    struct node *node = meant(descriptor);
    if (!node) return (int)syscall(SYS_ftruncate, descriptor, length);
    pthread_mutex_lock(&lock);
    count_operation();
    struct stat status;
    if (cut_at && fstat(descriptor, &status) == 0) {
        if (status.st_size > length) keep_content(node, length, (size_t)(status.st_size - length));
        keep_length(node);
    }
    int result = (int)syscall(SYS_ftruncate, descriptor, length);
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate64(int descriptor, off_t length) { return ftruncate(descriptor, length); }

int posix_fallocate(int descriptor, off_t offset, off_t count) {
    struct node *node = meant(descriptor);
    pthread_mutex_lock(&lock);
    if (node) {
        count_operation();
        if (cut_at) keep_length(node);
    }
    int code = syscall(SYS_fallocate, descriptor, 0, offset, count) == 0 ? 0 : errno;
    pthread_mutex_unlock(&lock);
    return code;
}

int posix_fallocate64(int descriptor, off_t offset, off_t count) { return posix_fallocate(descriptor, offset, count); }

// MARK: Syncs

static bool is_left_out(struct node *node, bool is_data_only) {
    switch (node->kind) {
    case KIND_LOG: return strcmp(without, is_data_only ? "log" : "log-header") == 0;
    case KIND_STORE: return strcmp(without, "store") == 0;
    case KIND_NAMES: return strcmp(without, "names") == 0;
    case KIND_STATE: return strcmp(without, "state") == 0;
    }
    return false;
}

static int synchronize(int descriptor, bool is_data_only) {
    struct node *node = meant(descriptor);
    if (!node) return (int)syscall(is_data_only ? SYS_fdatasync : SYS_fsync, descriptor);
    pthread_mutex_lock(&lock);
    count_operation();
    uint64_t time = now();
    pthread_mutex_unlock(&lock);
    take_time();
    if (is_left_out(node, is_data_only)) return 0;
    pthread_mutex_lock(&lock);
    if (node->kind == KIND_NAMES) forget_names(node, time);
    else forget_content(node, time, 0, 0);
    pthread_mutex_unlock(&lock);
    return 0;
}

int fsync(int descriptor) { return synchronize(descriptor, false); }

int fdatasync(int descriptor) { return synchronize(descriptor, true); }

// MARK: Names

// The folder that a path is in.
static struct node *folder_of(const char *path) {
    char around[PATH_MAX];
    snprintf(around, sizeof around, "%s", path);
    *strrchr(around, '/') = 0;
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, around, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct node *node = descriptor < 0 ? NULL : node_of(descriptor, KIND_NAMES, true);
    if (descriptor >= 0) syscall(SYS_close, descriptor);
    return node;
}

// Gives what is at a path another name outside the folder; nothing if there is nothing.
static const char *save(const char *path, char *saved, size_t size) {
    snprintf(saved, size, "%s.saved-%llu", folder, (unsigned long long)++saved_names);
    return syscall(SYS_link, path, saved) == 0 ? saved : NULL;
}

static int open_meant(const char *path, int flags, mode_t mode) {
    pthread_mutex_lock(&lock);
    struct stat status;
    bool exists = stat(path, &status) == 0;
    if ((flags & O_CREAT) && !exists) count_operation();
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, exists ? flags & ~O_TRUNC : flags, mode);
    bool is_folder = exists && S_ISDIR(status.st_mode);
    if (descriptor >= 0 && descriptor < DESCRIPTORS) {
        descriptors[descriptor].node = node_of(descriptor, kind_of(path, is_folder), is_folder);
        descriptors[descriptor].is_synchronous = (flags & O_DSYNC) != 0;
        if (cut_at && !exists) made_file(folder_of(path), path);
    }
    pthread_mutex_unlock(&lock);
    if (descriptor >= 0 && exists && (flags & O_TRUNC)) ftruncate(descriptor, 0);
    return descriptor;
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (is_meant(path)) return open_meant(path, flags, mode);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open(path, flags, mode);
}

int close(int descriptor) {
    if (meant(descriptor)) descriptors[descriptor].node = NULL;
    return (int)syscall(SYS_close, descriptor);
}

int rename(const char *path, const char *new_path) {
    if (!is_meant(path)) return (int)syscall(SYS_rename, path, new_path);
    pthread_mutex_lock(&lock);
    count_operation();
    char name[PATH_MAX];
    const char *saved = cut_at ? save(new_path, name, sizeof name) : NULL;
    int result = (int)syscall(SYS_rename, path, new_path);
    if (cut_at && result == 0) renamed(folder_of(new_path), path, new_path, saved);
    pthread_mutex_unlock(&lock);
    return result;
}

int unlink(const char *path) {
    if (!is_meant(path)) return (int)syscall(SYS_unlink, path);
    pthread_mutex_lock(&lock);
    count_operation();
    char name[PATH_MAX];
    const char *saved = cut_at ? save(path, name, sizeof name) : NULL;
    int result = (int)syscall(SYS_unlink, path);
    int code = errno;
    if (cut_at && result == 0) removed(folder_of(path), path, saved);
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}

int mkdir(const char *path, mode_t mode) {
    if (!is_meant(path)) return (int)syscall(SYS_mkdir, path, mode);
    pthread_mutex_lock(&lock);
    count_operation();
    int result = (int)syscall(SYS_mkdir, path, mode);
    int code = errno;
    if (cut_at && result == 0) made_folder(folder_of(path), path);
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}
