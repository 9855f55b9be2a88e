/* Preloaded into a process that writes a ledger: notes each write, cut, sync and end of its files, in order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_HANDLES 4096
#define NEXT(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

struct __attribute__((packed)) note {
  uint8_t what, file;
  uint64_t at, length;
};

static const char *ledger;
static int journal = -1;
static uint8_t file_of[MOST_HANDLES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  ledger = getenv("POWER_LEDGER");
  const char *path = getenv("POWER_JOURNAL");
  if (path) journal = NEXT(open)(path, O_WRONLY | O_APPEND | O_CLOEXEC);
}

static uint8_t file_at(const char *path) {
  size_t length = ledger ? strlen(ledger) : 0;
  if (!length || strncmp(path, ledger, length)) return 0;
  if (!path[length]) return 1;
  if (!strcmp(path + length, "-wal")) return 2;
  return strcmp(path + length, "-journal") ? 0 : 3;
}

static uint8_t file(int handle) {
  return handle >= 0 && handle < MOST_HANDLES ? file_of[handle] : 0;
}

static void note(uint8_t what, uint8_t file, uint64_t at, uint64_t length, const void *data) {
  struct note head = {what, file, at, length};
  struct iovec parts[] = {{&head, sizeof head}, {(void *)data, data ? length : 0}};
  if (writev(journal, parts, 2) < 0) abort();
}

static int opened(int handle, const char *path) {
  if (handle >= 0 && handle < MOST_HANDLES) file_of[handle] = file_at(path);
  return handle;
}

#define OPEN(name)                                         \
  int name(const char *path, int flags, ...) {             \
    va_list rest;                                          \
    va_start(rest, flags);                                 \
    int mode = flags & O_CREAT ? va_arg(rest, int) : 0;    \
    va_end(rest);                                          \
    return opened(NEXT(name)(path, flags, mode), path);    \
  }
OPEN(open)
OPEN(open64)

#define PWRITE(name, offset)                                                      \
  ssize_t name(int handle, const void *data, size_t length, offset at) {          \
    if (!file(handle)) return NEXT(name)(handle, data, length, at);               \
    pthread_mutex_lock(&lock);                                                    \
    ssize_t done = NEXT(name)(handle, data, length, at);                          \
    if (done > 0) note('W', file(handle), at, done, data);                              \
    pthread_mutex_unlock(&lock);                                                  \
    return done;                                                                  \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int handle, const void *data, size_t length) {
  if (!file(handle)) return NEXT(write)(handle, data, length);
  pthread_mutex_lock(&lock);
  off_t at = lseek(handle, 0, SEEK_CUR);
  ssize_t done = NEXT(write)(handle, data, length);
  if (done > 0) note('W', file(handle), at, done, data);
  pthread_mutex_unlock(&lock);
  return done;
}

#define TRUNCATE(name, offset)                                \
  int name(int handle, offset length) {                       \
    if (!file(handle)) return NEXT(name)(handle, length);     \
    pthread_mutex_lock(&lock);                                \
    int failed = NEXT(name)(handle, length);                  \
    if (!failed) note('T', file(handle), length, 0, NULL);          \
    pthread_mutex_unlock(&lock);                              \
    return failed;                                            \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                      \
  int name(int handle) {                                \
    if (!file(handle)) return NEXT(name)(handle);       \
    pthread_mutex_lock(&lock);                          \
    int failed = NEXT(name)(handle);                    \
    if (!failed) note('S', file(handle), 0, 0, NULL);         \
    pthread_mutex_unlock(&lock);                        \
    return failed;                                      \
  }
int unlink(const char *path) {
  pthread_mutex_lock(&lock);
  int failed = NEXT(unlink)(path);
  if (!failed && file_at(path)) note('U', file_at(path), 0, 0, NULL);
  pthread_mutex_unlock(&lock);
  return failed;
}

SYNC(fsync)
SYNC(fdatasync)
