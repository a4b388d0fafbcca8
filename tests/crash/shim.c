/* Counts every change that a process makes below one folder, and at the n-th kills it or refuses it.
 *
 * Loaded with LD_PRELOAD; does nothing until the process calls evh_arm. Linux only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COUNT = 0, KILL = 1, REFUSE_ONCE = 2, REFUSE_FROM = 3 };

static int armed = 0, how = COUNT, code = 0;
static long at = 0, seen = 0;
static char under[4096] = "";

void evh_arm(const char *folder, int how_, long at_, int code_) {
    snprintf(under, sizeof under, "%s", folder);
    how = how_; at = at_; code = code_; seen = 0; armed = 1;
}
long evh_seen(void) { return seen; }
void evh_disarm(void) { armed = 0; }

/* grows: the step needs room on the disk, so a full disk refuses it. Returns 1 if the step is to be refused. */
static int step(int grows) {
    seen++;
    if (how == KILL && seen == at) kill(getpid(), SIGKILL);
    if (how == REFUSE_ONCE && seen == at) { errno = code; return 1; }
    if (how == REFUSE_FROM && seen >= at && grows) { errno = code; return 1; }
    return 0;
}
static int below(const char *path) { return armed && path && strncmp(path, under, strlen(under)) == 0; }
static int path_step(const char *path, int grows) { return below(path) ? step(grows) : 0; }
static int at_step(int dir, const char *path, int grows) {
    char link[64], found[4096];
    if (!armed) return 0;
    if (path && path[0] == '/') return path_step(path, grows);
    if (dir == AT_FDCWD) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
    ssize_t n = readlink(link, found, sizeof found - 1);
    if (n < 0) return 0;
    found[n] = 0;
    return path_step(found, grows);
}
static int fd_step(int fd, int grows) { return at_step(fd, NULL, grows); }

#define REAL(name) \
    static __typeof__(&name) real = NULL; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define WRITES(name, off) \
    ssize_t name(int fd, const void *b, size_t n, off o) { \
        REAL(name); \
        if (fd_step(fd, 1)) return -1; \
        return real(fd, b, n, o); }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

ssize_t write(int fd, const void *b, size_t n) {
    REAL(write);
    if (fd_step(fd, 1)) return -1;
    return real(fd, b, n);
}
int fsync(int fd) { REAL(fsync); if (fd_step(fd, 0)) return -1; return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); if (fd_step(fd, 0)) return -1; return real(fd); }
int ftruncate(int fd, off_t n) { REAL(ftruncate); if (fd_step(fd, 0)) return -1; return real(fd, n); }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); if (fd_step(fd, 0)) return -1; return real(fd, n); }
int unlink(const char *p) { REAL(unlink); if (path_step(p, 0)) return -1; return real(p); }
int unlinkat(int d, const char *p, int f) { REAL(unlinkat); if (at_step(d, p, 0)) return -1; return real(d, p, f); }
int rmdir(const char *p) { REAL(rmdir); if (path_step(p, 0)) return -1; return real(p); }
int mkdir(const char *p, mode_t m) { REAL(mkdir); if (path_step(p, 1)) return -1; return real(p, m); }
int chmod(const char *p, mode_t m) { REAL(chmod); if (path_step(p, 0)) return -1; return real(p, m); }
int rename(const char *a, const char *b) { REAL(rename); if (path_step(a, 0)) return -1; return real(a, b); }
int renameat(int d, const char *a, int e, const char *b) { REAL(renameat); if (at_step(d, a, 0)) return -1; return real(d, a, e, b); }

#define OPENS(name) \
    int name(const char *p, int flags, ...) { \
        mode_t mode = 0; \
        REAL(name); \
        if (flags & O_CREAT) { va_list a; va_start(a, flags); mode = va_arg(a, mode_t); va_end(a); \
            if (below(p) && access(p, F_OK) != 0 && step(1)) return -1; } \
        return real(p, flags, mode); }
OPENS(open)
OPENS(open64)
