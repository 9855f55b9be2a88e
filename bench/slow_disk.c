/* Makes every sync to disk last longer, as on the memory card of a small computer.

   Preloaded into a process. The file named by BENCH_SLOW_DISK is shared with whoever measures it:
   how many microseconds to add, and how many syncs there were. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static struct shared {
  _Atomic uint64_t added_us;
  _Atomic uint64_t syncs;
} *shared;

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void begin(void) {
  real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  const char *path = getenv("BENCH_SLOW_DISK");
  int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *memory = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (memory != MAP_FAILED) shared = memory;
}

static int slowly(int (*sync)(int), int file) {
  int result = sync(file);
  if (shared) {
    int error = errno;
    uint64_t added = atomic_load(&shared->added_us);
    struct timespec left = {(time_t)(added / 1000000), (long)(added % 1000000) * 1000};
    atomic_fetch_add(&shared->syncs, 1);
    while (added && nanosleep(&left, &left) && errno == EINTR) {
    }
    errno = error;
  }
  return result;
}

int fsync(int file) { return slowly(real_fsync, file); }

int fdatasync(int file) { return slowly(real_fdatasync, file); }
