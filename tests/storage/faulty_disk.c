/* A disk that fails on demand, laid between one process and its C library.
 *
 * It counts the calls on the files whose names begin with FAULTY_FILES, by class (W writes, S syncs,
 * L locks, O opens), and spoils the n-th of the class that FAULT=KIND:N:once|on names. With FAULTY_LOG
 * it appends a letter for each call. It must never touch any other file.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long counts[256];

static int is_watched(const char *path) {
    const char *files = getenv("FAULTY_FILES");
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    return files && strncmp(name, files, strlen(files)) == 0;
}

static int watches(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_watched(path);
}

static void tell(char class) {
    const char *log = getenv("FAULTY_LOG");
    if (!log) return;
    int fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0) return;
    syscall(SYS_write, fd, &class, 1);
    syscall(SYS_close, fd);
}

/* Returns the error of this call: 0 for none, -1 for a write of which half goes through. */
static int spoiled(char class) {
    long count = atomic_fetch_add(&counts[(unsigned char)class], 1) + 1;
    tell(class);
    const char *fault = getenv("FAULT");
    char kind[16], how[8];
    long at;
    if (!fault || sscanf(fault, "%15[^:]:%ld:%7s", kind, &at, how) != 3) return 0;
    if (strcmp(how, "on") == 0 ? count < at : count != at) return 0;
    if (class == 'W' && strcmp(kind, "full") == 0) return ENOSPC;
    if (class == 'W' && strcmp(kind, "write") == 0) return EIO;
    if (class == 'W' && strcmp(kind, "short") == 0) return -1;
    if (class == 'W' && strcmp(kind, "kill") == 0) raise(SIGKILL);
    if (class == 'S' && strcmp(kind, "sync") == 0) return EIO;
    if (class == 'L' && strcmp(kind, "busy") == 0) return EAGAIN;
    if (class == 'O' && strcmp(kind, "open") == 0) return EACCES;
    return 0;
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

#define WRITE(name, arguments, call, half)                                                           \
    ssize_t name arguments {                                                                         \
        typedef ssize_t(*next_t) arguments;                                                          \
        next_t next = NEXT(next_t, #name);                                                           \
        int error = watches(fd) ? spoiled('W') : 0;                                                  \
        if (error > 0) { errno = error; return -1; }                                                 \
        return error < 0 && size > 1 ? next half : next call;                                        \
    }

WRITE(write, (int fd, const void *from, size_t size), (fd, from, size), (fd, from, size / 2))
WRITE(pwrite, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at),
      (fd, from, size / 2, at))
WRITE(pwrite64, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at),
      (fd, from, size / 2, at))

#define ON_FD(name, class, arguments, call)                                                          \
    int name arguments {                                                                             \
        typedef int(*next_t) arguments;                                                              \
        int error = watches(fd) ? spoiled(class) : 0;                                                \
        if (error > 0) { errno = error; return -1; }                                                 \
        return NEXT(next_t, #name) call;                                                             \
    }

ON_FD(ftruncate, 'W', (int fd, off_t size), (fd, size))
ON_FD(ftruncate64, 'W', (int fd, off64_t size), (fd, size))
ON_FD(fsync, 'S', (int fd), (fd))
ON_FD(fdatasync, 'S', (int fd), (fd))
ON_FD(flock, 'L', (int fd, int operation), (fd, operation))

#define FCNTL(name)                                                                                  \
    int name(int fd, int command, ...) {                                                             \
        va_list rest;                                                                                \
        va_start(rest, command);                                                                     \
        void *argument = va_arg(rest, void *);                                                       \
        va_end(rest);                                                                                \
        struct flock *lock = argument;                                                               \
        int is_lock = command == F_SETLK && lock->l_type != F_UNLCK;                                 \
        int error = is_lock && watches(fd) ? spoiled('L') : 0;                                       \
        if (error > 0) { errno = error; return -1; }                                                 \
        return NEXT(int (*)(int, int, void *), #name)(fd, command, argument);                        \
    }

FCNTL(fcntl)
FCNTL(fcntl64)

#define OPEN(name)                                                                                   \
    int name(const char *path, int flags, ...) {                                                     \
        va_list rest;                                                                                \
        va_start(rest, flags);                                                                       \
        mode_t mode = va_arg(rest, mode_t);                                                          \
        va_end(rest);                                                                                \
        int error = is_watched(path) ? spoiled('O') : 0;                                             \
        if (error > 0) { errno = error; return -1; }                                                 \
        return NEXT(int (*)(const char *, int, ...), #name)(path, flags, mode);                      \
    }

OPEN(open)
OPEN(open64)
